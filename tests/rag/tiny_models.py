"""Tiny Hugging Face models, made here with random or hand-set weights, saved as a user would have them on disk."""

import string

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    DistilBertConfig,
    DistilBertForQuestionAnswering,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForQuestionAnswering,
    RobertaForSequenceClassification,
    XLNetConfig,
    XLNetForQuestionAnsweringSimple,
)

WORDS = """
the ferry to brindle leaves at noon and the harbour master counts every boat that comes back in fog or rain
marmalade who what when did how many people of a town were on board it was late again said mr holm
"""
SMALL = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
LOUD = {"initializer_range": 0.5}  # so that random weights give scores that differ


def wordpiece(**options):
    """As BERT's: lower case, accents dropped."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    pieces = [
        *special,
        *string.ascii_lowercase,
        *("##" + letter for letter in string.ascii_lowercase),
        *".,?!“”’0123456789",
    ]
    vocabulary = {piece: at for at, piece in enumerate(dict.fromkeys([*pieces, *WORDS.split()]))}
    tokenizer.model = models.WordPiece(vocabulary, unk_token="[UNK]")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    named = {
        "model_input_names": ["input_ids", "token_type_ids", "attention_mask"],
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
    }
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **(named | options))


def bytes_and_spaces():
    """As RoBERTa's: bytes, a space counted with the word after it; it says neither its length nor types."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=350, special_tokens=["<s>", "<pad>", "</s>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )  # fmt: skip
    tokenizer.train_from_iterator([WORDS], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", cls_token="<s>", sep_token="</s>", eos_token="</s>"
    )


def class_last():
    """As XLNet's: padded on the left, the class token at the end."""
    tokenizer = wordpiece(padding_side="left")
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single="$A [SEP] [CLS]", pair="$A [SEP] $B:1 [SEP]:1 [CLS]:2", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def save(folder, model, tokenizer):
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def bert(kind, tokenizer, **options):
    return kind(BertConfig(vocab_size=len(tokenizer), **(SMALL | {"max_position_embeddings": 130} | options)))


def save_bert_qa(folder):
    tokenizer = wordpiece(model_max_length=128)
    return save(folder, bert(BertForQuestionAnswering, tokenizer, **LOUD), tokenizer)


def save_roberta_qa(folder):
    tokenizer = bytes_and_spaces()
    config = RobertaConfig(
        vocab_size=len(tokenizer), max_position_embeddings=98, type_vocab_size=1, pad_token_id=1, **SMALL, **LOUD
    )
    return save(folder, RobertaForQuestionAnswering(config), tokenizer)


def save_distilbert_qa(folder):
    tokenizer = wordpiece()
    config = DistilBertConfig(
        vocab_size=len(tokenizer), dim=32, n_layers=2, n_heads=2, hidden_dim=64, max_position_embeddings=130, **LOUD
    )
    return save(folder, DistilBertForQuestionAnswering(config), tokenizer)


def save_xlnet_qa(folder):
    tokenizer = class_last()
    config = XLNetConfig(vocab_size=len(tokenizer), d_model=32, n_layer=2, n_head=2, d_inner=64, **LOUD)
    return save(folder, XLNetForQuestionAnsweringSimple(config), tokenizer)


def save_bert_pairs(folder, labels=1, **options):
    tokenizer = wordpiece(model_max_length=128)
    model = bert(BertForSequenceClassification, tokenizer, num_labels=labels, **LOUD, **options)
    return save(folder, model, tokenizer)


def save_roberta_pairs(folder):
    tokenizer = bytes_and_spaces()
    config = RobertaConfig(
        vocab_size=len(tokenizer), max_position_embeddings=98, type_vocab_size=1, pad_token_id=1, num_labels=2,
        **SMALL, **LOUD,
    )  # fmt: skip
    return save(folder, RobertaForSequenceClassification(config), tokenizer)


def save_word_spotter(folder, levels, others):
    """A question-answering model whose start and end logits are what ``levels`` says of a word, else ``others``."""
    tokenizer = wordpiece(model_max_length=128)
    model = bert(BertForQuestionAnswering, tokenizer)
    one, two = torch.ones(32), torch.ones(32)
    one[::2] = -1
    two[16:] = -1
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if name.endswith("embeddings.weight") or "output.dense" in name:  # each layer passes on what it gets
                weights.zero_()
        for word, at in tokenizer.get_vocab().items():
            level = levels.get(word, others)
            model.bert.embeddings.word_embeddings.weight[at] = level * one + (1 - level**2) ** 0.5 * two
        model.qa_outputs.weight[:] = one / 32 * 8
        model.qa_outputs.bias.zero_()
    return save(folder, model, tokenizer)


QA = {"bert": save_bert_qa, "roberta": save_roberta_qa, "distilbert": save_distilbert_qa, "xlnet": save_xlnet_qa}
PAIRS = {
    "bert-1": save_bert_pairs,
    "bert-2": lambda folder: save_bert_pairs(folder, 2),
    "roberta-2": save_roberta_pairs,
}
