"""The forms of signing in, in our words. What they check is allauth's."""

from typing import Any

from allauth.account import forms as of_accounts
from allauth.mfa.base import forms as of_factors
from allauth.mfa.totp import forms as of_totp


class SignIn(of_accounts.LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self, login="User name", password="Password")


class SayAgain(of_accounts.ReauthenticateForm):
    """The password once more, before something that keeps the account safe is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self, password="Password")


class ChangePassword(of_accounts.ChangePasswordForm):
    """From one password to another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self, oldpassword="The password you have now", password1="The new password", password2="The new password once more")


class FirstPassword(of_accounts.ResetPasswordKeyForm):
    """The password of whoever came by a sign-in link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self, password1="Password", password2="The password once more")


class Code(of_factors.AuthenticateForm):
    """A code of the app, or a recovery code, to sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self, code="Code")


class FirstCode(of_totp.ActivateTOTPForm):
    """The first code that the app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _words(self, code="The six digits that the app shows")


def _words(form: Any, **labels: str) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
