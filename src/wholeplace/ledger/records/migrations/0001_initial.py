from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("book", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("seal", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("place", models.CompositePrimaryKey("book", "number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("book", models.CharField(max_length=20)),
                ("number", models.PositiveBigIntegerField()),
                ("says", models.TextField()),
                ("seal", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=60)),
                ("reference", models.CharField(max_length=80)),
            ],
            options={
                "db_table": "ledger_entry",
                "indexes": [models.Index(fields=["kind", "reference", "number"], name="entries_of_a_record")],
            },
        ),
    ]
