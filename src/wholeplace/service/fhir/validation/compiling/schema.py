"""Reads `fhir.schema.json`: the shape of every FHIR type, its closed lists of codes, and the grammar of primitives."""

from typing import Any

SYSTEM_STRING = "http://hl7.org/fhirpath/System.String"
# What a name in the schema is called in FHIR, where the two differ.
RENAMED = {SYSTEM_STRING: "string", "ResourceList": "Resource"}
DOMAINLESS = frozenset({"Bundle", "Binary", "Parameters"})


def type_name(code: str) -> str:
    """FHIR's name of a type that a file calls `code`."""
    return RENAMED.get(code, code)


def capitalised(name: str) -> str:
    """A type as it stands at the end of a choice element's name: `dateTime` becomes `DateTime`."""
    return name[0].upper() + name[1:]


class Schema:
    """The definitions of one JSON schema of FHIR."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.definitions: dict[str, Any] = schema["definitions"]
        self.resources: tuple[str, ...] = tuple(sorted(schema["discriminator"]["mapping"]))
        self._suffixes = {capitalised(name): name for name in self.definitions if "_" not in name and name != "ResourceList"}

    def primitives(self) -> dict[str, str]:
        """The regular expression of each primitive type, unanchored."""
        found = {name: said["pattern"].strip("^$") for name, said in self.definitions.items() if "pattern" in said}
        return dict(sorted(found.items()))

    def types(self) -> list[str]:
        """Every type that has elements, but for those that others inherit from."""
        return sorted(name for name, said in self.definitions.items() if "properties" in said and name != "Element")

    def is_resource(self, name: str) -> bool:
        """Whether the type is a resource and no data type or backbone."""
        return name in self.resources

    def base_of(self, name: str) -> str:
        """What the type inherits from."""
        if self.is_resource(name):
            return "Resource" if name in DOMAINLESS else "DomainResource"
        return "BackboneElement" if "modifierExtension" in self.definitions[name]["properties"] else "Element"

    def elements(self, name: str, codes: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
        """The elements of a type, choices folded into one (`value[x]`). New closed lists are added to `codes`."""
        said = self.definitions[name]
        properties = {key: each for key, each in said["properties"].items() if not key.startswith("_") and key != "resourceType"}
        folded = self._choices(properties)
        found: dict[str, dict[str, Any]] = {}
        for key, each in properties.items():
            if key in folded:
                base, kind = folded[key]
                found.setdefault(base, {"types": [], "max": 1})["types"].append(kind)
            else:
                found[key] = self._element(name, key, each, codes)
        for key in said.get("required", []):
            if key in found:
                found[key]["min"] = 1
        return found

    def listed(self, path: str) -> list[str] | None:
        """The closed list of codes at a path such as `Appointment.participant.status`, None when the schema has none."""
        first, *rest = path.split(".")
        said = self.definitions[first]
        for at, key in enumerate(rest):
            each = said["properties"][key]
            each = each.get("items", each)
            if at == len(rest) - 1:
                return each.get("enum")
            said = self.definitions[each["$ref"].rpartition("/")[2]]
        return None

    def _element(self, name: str, key: str, said: dict[str, Any], codes: dict[str, list[str]]) -> dict[str, Any]:
        many = said.get("type") == "array"
        each = said["items"] if many else said
        element: dict[str, Any] = {} if many else {"max": 1}
        if "enum" in each:
            codes[f"{name}.{key}"] = each["enum"]
            return {**element, "types": ["code"], "codes": f"{name}.{key}"}
        kind = each["$ref"].rpartition("/")[2] if "$ref" in each else self._by_pattern(each)
        return {**element, "types": [type_name(kind)]}

    def _by_pattern(self, said: dict[str, Any]) -> str:
        same = [name for name, each in self.definitions.items() if each.get("pattern") == said.get("pattern") and "pattern" in each]
        return same[0] if same else "string"

    def _choices(self, properties: dict[str, Any]) -> dict[str, tuple[str, str]]:
        """Which properties are one choice: at least two share a stem and each ends with the name of its own type."""
        stems: dict[str, list[tuple[str, str]]] = {}
        for key, said in properties.items():
            for at in range(1, len(key)):
                kind = self._suffixes.get(key[at:])
                if kind and self._fits(said, kind):
                    stems.setdefault(key[:at], []).append((key, kind))
        return {key: (f"{stem}[x]", kind) for stem, pairs in stems.items() if len(pairs) > 1 for key, kind in pairs}

    def _fits(self, said: dict[str, Any], kind: str) -> bool:
        if "$ref" in said:
            return said["$ref"].rpartition("/")[2] == kind
        return "pattern" in said and said["pattern"] == self.definitions[kind].get("pattern", said["pattern"])
