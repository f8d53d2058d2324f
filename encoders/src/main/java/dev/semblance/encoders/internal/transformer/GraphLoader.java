package dev.semblance.encoders.internal.transformer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidModelException;
import dev.semblance.encoders.internal.loading.EncoderSettings;
import dev.semblance.encoders.internal.loading.RunningGraph;
import dev.semblance.encoders.internal.model.Checksum;
import dev.semblance.encoders.internal.model.ModelFiles;
import dev.semblance.encoders.internal.onnx.OnnxBytes;
import dev.semblance.encoders.internal.runtime.SessionFactory.ExternalData;
import dev.semblance.encoders.internal.variant.OnnxChoice;

/**
 * Reads the graph of a transformer as the model has it.
 */
final class GraphLoader {

	private final ModelFiles files;

	private final EncoderSettings settings;

	GraphLoader(ModelFiles files, EncoderSettings settings) {
		this.files = files;
		this.settings = settings;
	}

	LoadedGraph load(OnnxChoice chosen) {
		return load(new RunningGraph(chosen, null));
	}

	LoadedGraph load(RunningGraph running) {
		OnnxChoice chosen = running.onnx();
		OnnxBytes onnx = OnnxBytes.read(this.files, chosen.path());
		return new LoadedGraph(running, this.files.describe(chosen.path()), onnx, this.files.folderOf(chosen.path()),
				readExternalData(chosen.path(), onnx.model().externalData()));
	}

	/**
	 * ONNX Runtime opens these files itself, so they are read whole before it may:
	 * whatever was recorded of them is compared with what is there.
	 */
	private ExternalData readExternalData(String onnxFile, List<String> locations) {
		String folder = onnxFile.substring(0, onnxFile.lastIndexOf('/') + 1);
		// Only what TensorRT compiles is told apart by it.
		boolean digested = this.settings.device() instanceof Device.TensorRt;
		MessageDigest digest = Checksum.Algorithm.SHA256.newDigest();
		long size = 0;
		for (String location : locations) {
			try (InputStream file = this.files.open(folder + location);
					InputStream stream = digested ? new DigestInputStream(file, digest) : file) {
				size += stream.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				throw unreadable(this.files, folder + location, ex);
			}
		}
		return new ExternalData(size, digest.digest());
	}

	/**
	 * Refuses a model whose weights cannot be read.
	 * @param files the model's files
	 * @param path the file of the weights
	 * @param cause why it cannot be read
	 * @return the exception to throw
	 */
	static InvalidModelException unreadable(ModelFiles files, String path, IOException cause) {
		return new InvalidModelException("%s cannot be read: %s.".formatted(files.describe(path), cause.getMessage()),
				"Fetch the file again; it holds weights of the model.", cause);
	}

}
