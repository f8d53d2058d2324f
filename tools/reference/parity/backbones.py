"""Transformers models with random weights, large enough that different texts get different vectors."""

import tempfile
from pathlib import Path

import torch
from sentence_transformers.base.modules import Transformer
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoModelForSequenceClassification,
    BertConfig,
    DistilBertConfig,
    ModernBertConfig,
    MPNetConfig,
    Qwen2Config,
    Qwen3Config,
    RobertaConfig,
    XLMRobertaConfig,
)

TASKS = {
    "feature-extraction": AutoModel,
    "sequence-classification": AutoModelForSequenceClassification,
    "fill-mask": AutoModelForMaskedLM,
    "text-generation": AutoModelForCausalLM,
}

HIDDEN = 32


def config(family, tokenizer, hidden=HIDDEN, positions=64, **kwargs):
    """The configuration of a model of two layers over `positions` tokens."""
    shared = dict(vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, initializer_range=0.3, **kwargs)
    layers = dict(hidden_size=hidden, num_hidden_layers=2, num_attention_heads=2, intermediate_size=2 * hidden)
    if family == "bert":
        return BertConfig(**shared, **layers, max_position_embeddings=positions)
    if family == "distilbert":
        return DistilBertConfig(**shared, dim=hidden, n_layers=2, n_heads=2, hidden_dim=2 * hidden,
                                max_position_embeddings=positions)
    ends = dict(bos_token_id=tokenizer.cls_token_id, eos_token_id=tokenizer.sep_token_id)
    if family in ("roberta", "xlm-roberta"):
        # Their positions start behind the id of the padding token.
        kind = RobertaConfig if family == "roberta" else XLMRobertaConfig
        return kind(**shared, **layers, **ends, max_position_embeddings=positions + 2, type_vocab_size=1)
    if family == "mpnet":
        return MPNetConfig(**shared, **layers, **ends, max_position_embeddings=positions + 2,
                           relative_attention_num_buckets=16)
    if family == "modernbert":
        return ModernBertConfig(**shared, **layers, **ends, max_position_embeddings=positions, local_attention=16,
                                global_attn_every_n_layers=2, cls_token_id=tokenizer.cls_token_id,
                                sep_token_id=tokenizer.sep_token_id)
    causal = dict(**layers, num_key_value_heads=1, max_position_embeddings=positions,
                  eos_token_id=tokenizer.eos_token_id, bos_token_id=tokenizer.pad_token_id)
    if family == "qwen2":
        return Qwen2Config(**shared, **causal)
    if family == "qwen3":
        return Qwen3Config(**shared, **causal, head_dim=hidden // 2)
    raise ValueError(family)


def transformer(family, tokenizer, task="feature-extraction", seed=1, max_seq_length=48, prepare=None,
                module_arguments=None, **kwargs):
    """The Transformer module over a new random model. `prepare` may change the model's weights."""
    torch.manual_seed(seed)
    model = TASKS[task].from_config(config(family, tokenizer, **kwargs)).eval()
    unsettle(model)
    if prepare:
        prepare(model, tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        module = Transformer(folder, transformer_task=task, max_seq_length=max_seq_length, **(module_arguments or {}))
    module.model.config._name_or_path = ""
    module.tokenizer.name_or_path = ""
    module.tokenizer.init_kwargs.pop("name_or_path", None)
    return module


@torch.no_grad()
def unsettle(module):
    """Moves biases off zero and scales off one, so that forgetting one of them shows."""
    for name, parameter in module.named_parameters():
        if name.endswith("bias"):
            parameter.add_(0.2 * torch.randn_like(parameter))
        elif parameter.dim() == 1:
            parameter.mul_(1 + 0.2 * torch.randn_like(parameter))
    return module


@torch.no_grad()
def sparse_logits(share=0.02):
    """A change of the bias of a masked language model after which about `share` of its logits are positive."""
    def change(model, tokenizer):
        ids = torch.arange(len(tokenizer)).view(-1, 1).roll(7)[: 40 * 8].view(40, 8)
        logits = model(input_ids=ids).logits
        limit = torch.quantile(logits.detach().flatten()[:: 3], 1 - share)
        model.get_output_embeddings().bias.data.sub_(limit)
    return change
