package dev.semblance.encoders.internal.loading;

import java.util.List;
import java.util.NavigableSet;

import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;
import dev.semblance.encoders.internal.model.SpecialTokens;
import dev.semblance.encoders.internal.model.TermWeights;
import dev.semblance.encoders.internal.model.TokenizerLimit;
import dev.semblance.encoders.internal.model.TransformerConfiguration;
import dev.semblance.encoders.internal.model.TransformerConfigurationReader;
import dev.semblance.encoders.internal.onnx.OnnxBytes;

/**
 * Which files of a repository a model needs, found out by reading its configuration as
 * the loaders do: whatever its kind, without loading it.
 */
final class RequiredFiles {

	private final RecordingFiles files;

	private RequiredFiles(RecordingFiles files) {
		this.files = files;
	}

	/**
	 * Finds the files.
	 * @param reference the model's name, for messages
	 * @param files the repository's files; configuration and the ONNX file are opened
	 * @return paths of the files
	 * @throws InvalidModelException if one is missing, or the model is not supported
	 */
	static NavigableSet<String> of(String reference, ModelFiles files) {
		RecordingFiles recording = new RecordingFiles(files);
		ModelSource source = ModelSource.of(reference, recording);
		ModelKindDetector.detect(source);
		RequiredFiles required = new RequiredFiles(recording);
		ModelModules modules = source.modules(List.of(new ModelModule.Transformer("")));
		modules.all().distinct().forEach(required::add);
		return recording.found();
	}

	private void add(ModelModule module) {
		if (module instanceof ModelModule.Transformer transformer) {
			addTransformer(transformer.folder());
		}
		else if (module instanceof ModelModule.Dense dense) {
			require(dense.weights());
		}
		else if (module instanceof ModelModule.LayerNorm norm) {
			require(norm.weights());
		}
		else if (module instanceof ModelModule.StaticEmbedding embedding) {
			addTokenizer(embedding.folder());
			require(embedding.folder() + "model.safetensors");
		}
		else if (module instanceof ModelModule.SparseStaticEmbedding embedding) {
			addTokenizer(embedding.folder());
			if (embedding.path() != null) {
				TermWeights.read(this.files, embedding.folder(), embedding.path());
			}
			else {
				require(embedding.folder() + "model.safetensors");
			}
		}
	}

	private void addTransformer(String folder) {
		addTokenizer(folder);
		TransformerConfiguration configuration = new TransformerConfigurationReader(this.files, folder).read();
		String onnxFile = configuration.onnxFile();
		String onnxFolder = onnxFile.substring(0, onnxFile.lastIndexOf('/') + 1);
		for (String location : OnnxBytes.externalData(this.files, onnxFile)) {
			require(onnxFolder + location);
		}
	}

	private void addTokenizer(String folder) {
		TokenizerLimit.read(this.files, folder);
		SpecialTokens.read(this.files, folder);
		require(folder + "tokenizer.json");
	}

	private void require(String path) {
		if (!this.files.contains(path)) {
			throw new InvalidModelException("The model has no %s.".formatted(this.files.describe(path)),
					"Use a complete model: its files name this one.");
		}
	}

}
