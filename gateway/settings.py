"""One frozen settings object, read from the environment at start; a bad value is a clear message, not a crash later."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from civic.voice.google import DEFAULT_URL

ROOT = Path(__file__).resolve().parents[1]
WHATSAPP_NEEDS = ("whatsapp_token", "whatsapp_phone_id", "whatsapp_app_secret", "whatsapp_verify_token")


def _http_url(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value.rstrip("/")


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class BadSettings(Exception):
    """The environment cannot be used; the message names each setting and what is wrong with it."""


class Settings(BaseModel):
    """Every setting, by its lower-case name; `.env.example` explains them in the same order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: HttpUrl = "http://127.0.0.1:8000"
    secret_key: Annotated[str, Field(min_length=16)]
    database_url: str = f"sqlite:///{ROOT / 'var' / 'wiedoetwat.db'}"
    redis_url: str = ""
    rasa_url: HttpUrl = "http://127.0.0.1:5005"
    rasa_timeout: Annotated[float, Field(gt=0, le=60)] = 8.0
    actions_port: Annotated[int, Field(ge=1, le=65535)] = 5055
    escalation_secret: Annotated[str, Field(min_length=16)]
    escalation_secret_old: str = ""
    translator: Literal["google", "libre", "deepl", "mymemory", "none"] = "google"
    translator_url: HttpUrl = ""
    translator_key: str = ""
    voice: Literal["auto", "gtts", "espeak", "none"] = "auto"
    gtts_url: HttpUrl = DEFAULT_URL
    audio_megabytes: Annotated[int, Field(ge=1)] = 800
    sentence_model: str = ""
    messages_per_second: Annotated[int, Field(ge=1)] = 25
    frame_ancestors: str = "*"
    oidc_issuer: HttpUrl = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_login_claim: Annotated[str, Field(min_length=1)] = "preferred_username"
    notify_urls: str = ""
    whatsapp_token: str = ""
    whatsapp_phone_id: str = ""
    whatsapp_app_secret: str = ""
    whatsapp_verify_token: str = ""
    whatsapp_number: str = ""
    whatsapp_account_id: str = ""
    whatsapp_templates: str = ""
    whatsapp_graph_url: HttpUrl = "https://graph.facebook.com"
    whatsapp_messages_per_second: Annotated[int, Field(ge=1, le=1000)] = 20
    speech_model: str = ""
    desk_idle_minutes: Annotated[int, Field(ge=1, le=60)] = 5
    return_after_hours: Annotated[int, Field(ge=1)] = 16
    overdue_after_hours: Annotated[int, Field(ge=1)] = 8
    retention_days: Annotated[int, Field(ge=1)] = 180
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    var_folder: Path = ROOT / "var"

    @model_validator(mode="after")
    def _translator_has_its_key(self) -> Settings:
        if self.translator == "deepl" and not self.translator_key:
            raise ValueError("TRANSLATOR=deepl needs TRANSLATOR_KEY")
        return self

    @model_validator(mode="after")
    def _the_citys_sign_in_is_complete(self) -> Settings:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise ValueError("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET")
        return self

    @model_validator(mode="after")
    def _whatsapp_is_complete_or_off(self) -> Settings:
        needed = {name: getattr(self, name) for name in WHATSAPP_NEEDS}
        missing = [name.upper() for name, value in needed.items() if not value]
        if missing and len(missing) < len(needed):
            raise ValueError(f"WhatsApp also needs {', '.join(missing)}")
        return self

    @property
    def has_whatsapp(self) -> bool:
        """True when residents can write to us over WhatsApp."""
        return all(getattr(self, name) for name in WHATSAPP_NEEDS)

    @field_validator("whatsapp_templates")
    @classmethod
    def _templates_can_be_read(cls, value: str) -> str:
        from gateway.whatsapp.templates import read_templates

        read_templates(value)
        return value

    @field_validator("notify_urls")
    @classmethod
    def _notices_can_be_sent(cls, value: str) -> str:
        """An address may hold a password, so a bad one is named by its number."""
        if value:
            from gateway.delivery.addresses import fits  # Apprise takes its time: only when it is used

            bad = [str(number) for number, address in enumerate(value.split(), start=1) if not fits(address)]
            if bad:
                raise ValueError(f"Apprise does not know address number {', '.join(bad)}")
        return value

    @property
    def notify_addresses(self) -> tuple[str, ...]:
        """The Apprise addresses that are told of every case, separated by spaces in the setting."""
        return tuple(dict.fromkeys(self.notify_urls.split()))

    @property
    def actions_url(self) -> str:
        """Where the action server listens: always on loopback."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def escalation_secrets(self) -> tuple[str, ...]:
        """The secrets that may sign: the current one, and the old one while callers move over."""
        return tuple(secret for secret in (self.escalation_secret, self.escalation_secret_old) if secret)

    @property
    def secure_cookies(self) -> bool:
        """Cookies are marked secure as soon as people reach us over https."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read and check; secrets that are not set are made once and kept in var/. Raises BadSettings.

        `environment`: by default the process's own, over the lines of .env.
        """
        environment = read_environment() if environment is None else environment
        given = {
            name.lower(): value for name, value in environment.items() if name.lower() in cls.model_fields and value
        }
        var_folder = Path(given.get("var_folder", ROOT / "var"))
        for name in ("secret_key", "escalation_secret"):
            if name not in given:
                given[name] = _kept_secret(var_folder / name)
        if "database_url" not in given:
            given["database_url"] = f"sqlite:///{var_folder / 'wiedoetwat.db'}"
        if "public_url" not in given:
            given["public_url"] = f"http://{given.get('host', '127.0.0.1')}:{given.get('port', 8000)}"
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            lines = [
                f"{'.'.join(map(str, item['loc'])).upper() or 'settings'}: {item['msg']}" for item in error.errors()
            ]
            raise BadSettings("\n".join(lines)) from None


def _kept_secret(path: Path) -> str:
    """The secret stored at `path`, made on first use and readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


def read_environment(file: Path = ROOT / ".env") -> dict[str, str]:
    """The process's environment over the `NAME=value` lines of `file`; comments and empty lines left out."""
    lines = (line.strip() for line in file.read_text("utf-8").splitlines()) if file.exists() else ()
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    written = {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}
    return {**written, **os.environ}
