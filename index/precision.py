"""The floating-point type that networks are computed in."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


def native_dtype() -> "torch.dtype":
    """Bfloat16 where the processor computes in it, else float32."""
    import torch

    return torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32
