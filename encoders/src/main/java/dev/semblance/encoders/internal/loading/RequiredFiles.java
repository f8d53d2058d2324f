package dev.semblance.encoders.internal.loading;

import java.util.List;
import java.util.NavigableSet;

import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.model.ModelModule;
import dev.semblance.encoders.internal.model.ModelModules;
import dev.semblance.encoders.internal.model.SpecialTokens;
import dev.semblance.encoders.internal.model.TermWeights;
import dev.semblance.encoders.internal.model.TokenizerLimit;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.variant.VariantChooser;

/**
 * Which files of a repository a model needs, found out by reading its configuration as
 * the loaders do: whatever its kind, without loading it.
 */
final class RequiredFiles {

	private final ModelSource source;

	private final ModelFiles files;

	private RequiredFiles(ModelSource source) {
		this.source = source;
		this.files = source.files();
	}

	/**
	 * Finds the files.
	 * @param files the repository's files; configuration and the ONNX file are opened
	 * @param variants chooses among its ONNX files
	 * @return paths of the files
	 * @throws InvalidModelException if one is missing, or the model is not supported
	 * @throws InvalidInputException if the model has no ONNX file of the precision that
	 * is wanted
	 */
	static NavigableSet<String> of(ModelFiles files, VariantChooser variants) {
		RecordingFiles recording = new RecordingFiles(files);
		ModelSource source = ModelSource.read(recording, files.describe(""), variants);
		ModelKindDetector.detect(source);
		ModelModules modules = source.modules(List.of(new ModelModule.Transformer("")));
		modules.all().distinct().forEach(new RequiredFiles(source)::add);
		return recording.found();
	}

	private void add(ModelModule module) {
		if (module instanceof ModelModule.Transformer transformer) {
			addTransformer(transformer);
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

	private void addTransformer(ModelModule.Transformer transformer) {
		addTokenizer(transformer.folder());
		String onnxFile = this.source.transformer(transformer).onnx().path();
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
