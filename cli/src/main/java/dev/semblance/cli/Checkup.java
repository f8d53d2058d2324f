package dev.semblance.cli;

import java.util.List;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.GraphOptimization;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.diagnosis.Diagnosis;
import dev.semblance.encoders.diagnosis.Obstacle;
import dev.semblance.encoders.diagnosis.OnnxFile;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about this machine and a model on it.
 *
 * @param diagnosis what the machine has
 * @param model the model; {@code null} if it was not looked at or cannot be found
 * @param speed how fast it runs; {@code null} if that was not measured
 * @param problems what cannot work of what was asked for; none if all does
 * @param cause the failure that is the last of the problems; {@code null} if no failure
 * is
 */
record Checkup(Diagnosis diagnosis, @Nullable CheckedModel model, @Nullable ModelSpeed speed, List<Obstacle> problems,
		@Nullable Throwable cause) {

	/**
	 * Copies the list.
	 */
	Checkup {
		problems = List.copyOf(problems);
	}

	/**
	 * A model that was looked at.
	 *
	 * @param name a hub id or a folder
	 * @param kind what it does
	 * @param files the ONNX files that run; none for a model that only looks vectors up
	 * @param optimization what was done to its graph; {@code null} if nothing was, or it
	 * was not loaded
	 * @param device the device it runs on; {@code null} if it was not loaded
	 * @param otherwise why this is another device than the machine's choice, and what to
	 * do about it; {@code null} if it is not
	 */
	record CheckedModel(String name, ModelKind kind, List<OnnxFile> files, @Nullable GraphOptimization optimization,
			@Nullable Device device, @Nullable Otherwise otherwise) {

		/**
		 * Copies the list.
		 */
		CheckedModel {
			files = List.copyOf(files);
		}

		CheckedModel on(Device other, @Nullable Otherwise why) {
			return new CheckedModel(this.name, this.kind, this.files, this.optimization, other, why);
		}

		CheckedModel optimized(@Nullable GraphOptimization done) {
			return new CheckedModel(this.name, this.kind, this.files, done, this.device, this.otherwise);
		}

	}

	/**
	 * Why a model runs on another device than the machine's choice.
	 *
	 * @param reason a whole sentence without its end
	 * @param remedy what to do about it; {@code null} if that is as it should be
	 */
	record Otherwise(String reason, @Nullable String remedy) {
	}

}
