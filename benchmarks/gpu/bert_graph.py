"""Builds what make_models.py needs of BERT graphs in ONNX: a body of any size, and a reranker's head."""

import numpy
from onnx import TensorProto, helper, numpy_helper

OPSET = 17

FLOAT = TensorProto.FLOAT

INT64 = TensorProto.INT64

# What hides a padding token from the others; half precision holds it, too.
HIDDEN = -10000.0


class Weights:
    """Random weights of a BERT body by the names that PyTorch has for them; half precision holds each of them."""

    def __init__(self, config, seed):
        self.random = numpy.random.default_rng(seed)
        self.arrays = {}
        size, inner = config["hidden_size"], config["intermediate_size"]
        self.matrix("embeddings.word_embeddings", config["vocab_size"], size)
        self.matrix("embeddings.position_embeddings", config["max_position_embeddings"], size)
        self.matrix("embeddings.token_type_embeddings", config["type_vocab_size"], size)
        self.norm("embeddings.LayerNorm", size)
        for number in range(config["num_hidden_layers"]):
            layer = f"encoder.layer.{number}."
            for name in ("attention.self.query", "attention.self.key", "attention.self.value",
                         "attention.output.dense"):
                self.linear(layer + name, size, size)
            self.norm(layer + "attention.output.LayerNorm", size)
            self.linear(layer + "intermediate.dense", size, inner)
            self.linear(layer + "output.dense", inner, size)
            self.norm(layer + "output.LayerNorm", size)

    def matrix(self, name, rows, columns):
        self.arrays[name + ".weight"] = rounded(self.random.standard_normal((rows, columns), numpy.float32) * 0.02)

    def linear(self, name, inputs, outputs):
        self.matrix(name, outputs, inputs)
        self.arrays[name + ".bias"] = rounded(self.random.standard_normal(outputs, numpy.float32) * 0.02)

    def norm(self, name, size):
        self.arrays[name + ".weight"] = numpy.ones(size, numpy.float32)
        self.arrays[name + ".bias"] = rounded(self.random.standard_normal(size, numpy.float32) * 0.02)


def rounded(array):
    """The nearest numbers that half precision holds, in single precision."""
    return array.astype(numpy.float16).astype(numpy.float32)


class Graph:
    """Nodes and constants as they come."""

    def __init__(self):
        self.nodes = []
        self.initializers = []

    def constant(self, name, array):
        self.initializers.append(numpy_helper.from_array(numpy.array(array, order="C"), name))
        return name

    def node(self, kind, name, *inputs, **attributes):
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name


class Body(Graph):
    """A BERT body, from tokens to last_hidden_state, of plain nodes as exporters write them."""

    def __init__(self, config, weights):
        super().__init__()
        self.config = config
        self.weights = weights
        self.heads = config["num_attention_heads"]
        self.size = config["hidden_size"]
        self.constant("half", numpy.array(0.5, numpy.float32))
        self.constant("one", numpy.array(1.0, numpy.float32))
        self.constant("root_of_two", numpy.array(2 ** 0.5, numpy.float32))
        self.constant("root_of_head", numpy.array((self.size / self.heads) ** 0.5, numpy.float32))
        self.constant("hidden", numpy.array(HIDDEN, numpy.float32))
        self.constant("split", numpy.array([0, 0, self.heads, self.size // self.heads], numpy.int64))
        self.constant("joined", numpy.array([0, 0, self.size], numpy.int64))
        state = self.embeddings()
        mask = self.mask()
        for number in range(config["num_hidden_layers"]):
            state = self.layer(f"encoder.layer.{number}.", state, mask)
        self.node("Identity", "last_hidden_state", state)

    def embeddings(self):
        self.constant("first", numpy.array([0], numpy.int64))
        self.constant("axis_of_tokens", numpy.array([1], numpy.int64))
        self.constant("positions", numpy.arange(self.config["max_position_embeddings"], dtype=numpy.int64)[None, :])
        shape = self.node("Shape", "shape", "input_ids")
        length = self.node("Slice", "length", shape, self.constant("from_one", numpy.array([1], numpy.int64)),
                           self.constant("to_two", numpy.array([2], numpy.int64)))
        places = self.node("Slice", "places", "positions", "first", length, "axis_of_tokens")
        words = self.node("Gather", "words", self.weight("embeddings.word_embeddings"), "input_ids")
        types = self.node("Gather", "types", self.weight("embeddings.token_type_embeddings"), "token_type_ids")
        spots = self.node("Gather", "spots", self.weight("embeddings.position_embeddings"), places)
        both = self.node("Add", "words_and_types", words, types)
        return self.norm("embeddings.LayerNorm", self.node("Add", "embedded", both, spots))

    def mask(self):
        wide = self.node("Unsqueeze", "wide_mask", "attention_mask",
                         self.constant("axes_of_heads", numpy.array([1, 2], numpy.int64)))
        numbers = self.node("Cast", "mask_numbers", wide, to=FLOAT)
        return self.node("Mul", "mask", self.node("Sub", "padding", "one", numbers), "hidden")

    def layer(self, name, state, mask):
        attention = name + "attention."
        query, key, value = (
            self.node("Transpose", f"{attention}{part}_heads",
                      self.node("Reshape", f"{attention}{part}_split", self.linear(f"{attention}self.{part}", state),
                                "split"),
                      perm=[0, 2, 3, 1] if part == "key" else [0, 2, 1, 3])
            for part in ("query", "key", "value"))
        products = self.node("MatMul", attention + "products", query, key)
        scores = self.node("Add", attention + "masked",
                           self.node("Div", attention + "scores", products, "root_of_head"), mask)
        shares = self.node("Softmax", attention + "shares", scores, axis=-1)
        context = self.node("Transpose", attention + "context", self.node("MatMul", attention + "mixed", shares, value),
                            perm=[0, 2, 1, 3])
        told = self.linear(attention + "output.dense", self.node("Reshape", attention + "joined", context, "joined"))
        state = self.norm(attention + "output.LayerNorm", self.node("Add", attention + "added", told, state))
        inner = self.gelu(name, self.linear(name + "intermediate.dense", state))
        return self.norm(name + "output.LayerNorm",
                         self.node("Add", name + "added", self.linear(name + "output.dense", inner), state))

    def gelu(self, name, value):
        error = self.node("Erf", name + "erf", self.node("Div", name + "divided", value, "root_of_two"))
        twice = self.node("Mul", name + "twice", value, self.node("Add", name + "one_more", error, "one"))
        return self.node("Mul", name + "gelu", twice, "half")

    def linear(self, name, value):
        matrix = self.constant(name + ".matrix", self.weights[name + ".weight"].T)
        bias = self.constant(name + ".bias", self.weights[name + ".bias"])
        return self.node("Add", name, self.node("MatMul", name + ".product", value, matrix), bias)

    def norm(self, name, value):
        return self.node("LayerNormalization", name, value, self.weight(name),
                         self.constant(name + ".bias", self.weights[name + ".bias"]), axis=-1,
                         epsilon=self.config["layer_norm_eps"])

    def weight(self, name):
        return self.constant(name + ".weight", self.weights[name + ".weight"])

    def model(self):
        shape = ["batch", "tokens"]
        inputs = [helper.make_tensor_value_info(name, INT64, shape)
                  for name in ("input_ids", "attention_mask", "token_type_ids")]
        output = helper.make_tensor_value_info("last_hidden_state", FLOAT, [*shape, self.size])
        graph = helper.make_graph(self.nodes, "bert", inputs, [output], self.initializers)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def with_head(model, size, seed):
    """A copy of a body that scores what its first token has become: BertForSequenceClassification's head, at random."""
    random = numpy.random.default_rng(seed)
    head = Graph()

    def linear(name, value, outputs, scale):
        matrix = head.constant(name + ".matrix", rounded(random.standard_normal((size, outputs), numpy.float32) * scale))
        return head.node("Gemm", name, value, matrix, head.constant(name + ".bias", numpy.zeros(outputs, numpy.float32)))

    first = head.node("Gather", "first_token", "last_hidden_state",
                      head.constant("first_token.place", numpy.array(0, numpy.int64)), axis=1)
    pooled = head.node("Tanh", "pooled", linear("pooler.dense", first, size, size ** -0.5))
    linear("logits", pooled, 1, size ** -0.5)
    reranker = type(model)()
    reranker.CopyFrom(model)
    reranker.graph.node.extend(head.nodes)
    reranker.graph.initializer.extend(head.initializers)
    del reranker.graph.output[:]
    reranker.graph.output.append(helper.make_tensor_value_info("logits", FLOAT, ["batch", 1]))
    return reranker
