"""The reader's network: an encoder and one linear layer over its tokens."""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel, PreTrainedModel

from rag.windows import CLS, PAD, SEP


class ReaderNetwork(nn.Module):
    """Token ids and attention mask, both (batch, tokens), to scores (batch, tokens, 4)."""

    vocabulary: Tensor | None

    def __init__(self, encoder: PreTrainedModel, width: int, vocabulary: Tensor | None = None) -> None:
        super().__init__()
        self.encoder: PreTrainedModel = encoder
        self.scores = nn.Linear(width, 4)
        self.register_buffer("vocabulary", vocabulary)

    @classmethod
    def from_encoder(cls, folder: Path) -> "ReaderNetwork":
        """A network that is still to be trained, over the pretrained encoder in ``folder``; no dropout.

        Attention is the plain one: on a CPU its backward pass takes half the time of the fused one (torch 2.13).
        """
        encoder = AutoModel.from_pretrained(
            folder,
            local_files_only=True,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            dtype=torch.float32,
        )
        encoder.pooler = None
        vocabulary = _mpnet_vocabulary() if encoder.config.model_type == "mpnet" else None
        network = cls(encoder, encoder.config.hidden_size, vocabulary)
        nn.init.normal_(network.scores.weight, std=0.02)
        nn.init.zeros_(network.scores.bias)
        return network

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The scores of every token, in the columns that rag.networks names."""
        known = ids if self.vocabulary is None else self.vocabulary[ids]
        hidden = self.encoder(input_ids=known, attention_mask=mask).last_hidden_state
        scores: Tensor = self.scores(hidden)
        return scores

    def trained_parameters(self) -> list[nn.Parameter]:
        """All but the word embeddings, which stay as they are: few words are seen often enough to move them well."""
        frozen = self.encoder.get_input_embeddings()
        for parameter in frozen.parameters():
            parameter.requires_grad = False
        return [parameter for parameter in self.parameters() if parameter.requires_grad]


def _mpnet_vocabulary(words: int = 30522) -> Tensor:
    """MPNet's ids for BERT's: its vocabulary is BERT's after four tokens of its own, of which it uses three."""
    ids = torch.arange(words) + 4
    ids[CLS], ids[PAD], ids[SEP] = 0, 1, 2
    return ids
