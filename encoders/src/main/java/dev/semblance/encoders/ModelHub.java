package dev.semblance.encoders;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.semblance.encoders.internal.hub.HubEnvironment;
import dev.semblance.encoders.internal.hub.HubModels;
import dev.semblance.encoders.internal.hub.HubSettings;
import dev.semblance.encoders.internal.loading.ModelPull;
import org.jspecify.annotations.Nullable;

/**
 * Where models come from that are named by organization and name, and where they are
 * kept: each is downloaded once, at a commit that stays until it is {@linkplain #pull
 * pulled} again, and checked against what the hub announced and, whenever it is loaded,
 * against what was recorded then. Encoders use the {@linkplain #shared() shared} hub
 * unless they are built with another. A model that is in the cache is loaded without a
 * network. Safe for concurrent use, also by several processes with one cache.
 */
public final class ModelHub {

	private final HubModels models;

	private ModelHub(HubSettings settings) {
		this.models = new HubModels(settings);
	}

	/**
	 * Returns the hub of all encoders that are built without one.
	 * @return the hub that the environment describes
	 * @throws InvalidInputException if a variable has a value that cannot be used
	 */
	public static ModelHub shared() {
		return Shared.get();
	}

	/**
	 * Starts building a hub.
	 * @return a builder that starts with what the environment says, by the variables that
	 * Hugging Face's tools know: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_HOME},
	 * {@code HF_HUB_CACHE}, {@code HF_HUB_OFFLINE}, and {@code SEMBLANCE_HOME}
	 */
	public static Builder builder() {
		return builder(System.getenv());
	}

	/**
	 * Starts building a hub.
	 * @param environment what to take instead of the process's environment
	 * @return a builder that starts with what the environment says
	 * @throws InvalidInputException if a variable has a value that cannot be used
	 */
	public static Builder builder(Map<String, String> environment) {
		return new Builder(HubEnvironment.read(environment));
	}

	/**
	 * Brings a model into the cache, at the commit that its revision stands for now, with
	 * the ONNX file that this machine would run. With {@link Builder#offline offline}, or
	 * for a commit that is in the cache, the hub is not asked.
	 * @param model the model, {@code organization/name} or
	 * {@code organization/name@revision}
	 * @return the model
	 * @throws InvalidInputException if the name is none of a model on a hub
	 * @throws ModelNotFoundException if the hub has no such model or revision
	 * @throws ModelAccessException if the hub does not hand it out
	 * @throws ModelDownloadException if it cannot be fetched
	 * @throws InvalidModelException if the model is not supported, for example has no
	 * ONNX file
	 */
	public PulledModel pull(String model) {
		return pull(model, ModelPrecision.AUTO, new Device.Auto());
	}

	/**
	 * Brings a model into the cache for another machine, such as that of an image.
	 * @param model the model
	 * @param precision the precision that it is to run in
	 * @param device the device that it is to run on; {@code auto} for what this machine
	 * has
	 * @return the model
	 * @throws InvalidInputException if the model has no ONNX file of that precision, or
	 * it does not run on that device
	 * @throws SemblanceException as for {@link #pull(String)}
	 */
	public PulledModel pull(String model, ModelPrecision precision, Device device) {
		return ModelPull.of(this.models, model, precision, device).run(false);
	}

	/**
	 * Compares all files of a model that are in the cache with what was recorded when
	 * they were fetched, and fetches those again that differ or are missing. The model
	 * stays at the commit that it was pulled at; one that is not in the cache is
	 * {@linkplain #pull(String, ModelPrecision, Device) pulled}.
	 * @param model the model
	 * @param precision the precision that it is to run in
	 * @param device the device that it is to run on
	 * @return the model, and what was repaired
	 * @throws SemblanceException as for {@link #pull(String)}
	 */
	public PulledModel repair(String model, ModelPrecision precision, Device device) {
		return ModelPull.of(this.models, model, precision, device).run(true);
	}

	/**
	 * Repairs a model as this machine would run it.
	 * @param model the model
	 * @return the model, and what was repaired
	 * @throws SemblanceException as for {@link #pull(String)}
	 */
	public PulledModel repair(String model) {
		return repair(model, ModelPrecision.AUTO, new Device.Auto());
	}

	HubModels models() {
		return this.models;
	}

	@Override
	public String toString() {
		return this.models.toString();
	}

	/**
	 * Created when it is first used. An initializer of the class would do that, too, but
	 * would say only once what is wrong with the environment.
	 */
	private static final class Shared {

		private static @Nullable ModelHub instance;

		private Shared() {
		}

		static synchronized ModelHub get() {
			ModelHub hub = instance;
			if (hub == null) {
				hub = builder().build();
				instance = hub;
			}
			return hub;
		}

	}

	/**
	 * Builds a hub. Not safe for concurrent use.
	 */
	public static final class Builder {

		private URI endpoint;

		private @Nullable String token;

		private Path home;

		private @Nullable Path huggingFaceCache;

		private boolean offline;

		private boolean plainHttp;

		private ProxySelector proxy;

		private @Nullable Path certificates;

		private Duration timeout;

		private Duration stallTimeout;

		private final int attempts;

		private Duration firstPause;

		private long maxFileSize;

		private DownloadListener listener;

		private Builder(HubSettings defaults) {
			this.endpoint = defaults.endpoint();
			this.token = defaults.token();
			this.home = defaults.home();
			this.huggingFaceCache = defaults.huggingFaceCache();
			this.offline = defaults.offline();
			this.plainHttp = defaults.plainHttp();
			this.proxy = defaults.proxy();
			this.certificates = defaults.certificates();
			this.timeout = defaults.timeout();
			this.stallTimeout = defaults.stallTimeout();
			this.attempts = defaults.attempts();
			this.firstPause = defaults.firstPause();
			this.maxFileSize = defaults.maxFileSize();
			this.listener = defaults.listener();
		}

		/**
		 * Sets the hub to ask, for example a mirror.
		 * @param endpoint its address
		 * @return this builder
		 * @throws InvalidInputException if it is no address of the web
		 */
		public Builder endpoint(String endpoint) {
			this.endpoint = HubEnvironment.endpoint(endpoint);
			return this;
		}

		/**
		 * Sets what opens gated and private repositories. It is sent to the endpoint
		 * only, and never unencrypted over a network.
		 * @param token the token
		 * @return this builder
		 * @throws InvalidInputException if it can be none
		 */
		public Builder token(String token) {
			this.token = HubEnvironment.token(token);
			return this;
		}

		/**
		 * Sets the folder in which models are kept.
		 * @param home the folder, which is created when it is needed
		 * @return this builder
		 */
		public Builder home(Path home) {
			this.home = home;
			return this;
		}

		/**
		 * Sets the cache of Hugging Face's tools, which is only read.
		 * @param folder its folder {@code hub}; {@code null} not to look there
		 * @return this builder
		 */
		public Builder huggingFaceCache(@Nullable Path folder) {
			this.huggingFaceCache = folder;
			return this;
		}

		/**
		 * Sets whether nothing may be fetched.
		 * @param offline whether only models that are here can be loaded
		 * @return this builder
		 */
		public Builder offline(boolean offline) {
			this.offline = offline;
			return this;
		}

		/**
		 * Sets whether a hub on another machine may be asked without encryption. Files
		 * are checked against what it announces, but anybody in between could change
		 * both.
		 * @param allowed whether it may
		 * @return this builder
		 */
		public Builder plainHttp(boolean allowed) {
			this.plainHttp = allowed;
			return this;
		}

		/**
		 * Sets which proxy is used for which address.
		 * @param proxy the proxies
		 * @return this builder
		 */
		public Builder proxy(ProxySelector proxy) {
			this.proxy = proxy;
			return this;
		}

		/**
		 * Sets certificates to trust beside those of the Java platform.
		 * @param file X.509 certificates in PEM form
		 * @return this builder
		 */
		public Builder certificates(Path file) {
			this.certificates = file;
			return this;
		}

		/**
		 * Sets how long a connection, and the beginning of an answer, may take; 10
		 * seconds if not set.
		 * @param timeout the time, more than 0
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = positive(timeout);
			return this;
		}

		/**
		 * Sets how long nearly nothing may come; 30 seconds if not set.
		 * @param timeout the time, more than 0
		 * @return this builder
		 */
		public Builder stallTimeout(Duration timeout) {
			this.stallTimeout = positive(timeout);
			return this;
		}

		/**
		 * Sets the pause before something is tried a second time, which is doubled before
		 * each of the three further attempts; half a second if not set. A hub that says
		 * when to come back is obeyed.
		 * @param pause the pause, more than 0
		 * @return this builder
		 */
		public Builder firstPause(Duration pause) {
			this.firstPause = positive(pause);
			return this;
		}

		/**
		 * Sets how large a file may be; 20 GB if not set.
		 * @param bytes most bytes, 1 or more
		 * @return this builder
		 */
		public Builder maxFileSize(long bytes) {
			if (bytes < 1) {
				throw new InvalidInputException("Files may have at most %d bytes.".formatted(bytes),
						"Allow 1 or more.");
			}
			this.maxFileSize = bytes;
			return this;
		}

		/**
		 * Sets who is told of progress; every ten percent of a large file are logged if
		 * not set.
		 * @param listener is told
		 * @return this builder
		 */
		public Builder listener(DownloadListener listener) {
			this.listener = listener;
			return this;
		}

		private static Duration positive(Duration time) {
			if (time.isNegative() || time.isZero()) {
				throw new InvalidInputException("A time for downloads is %s.".formatted(time), "Allow more than 0.");
			}
			return time;
		}

		/**
		 * Builds the hub; nothing is asked yet.
		 * @return the hub
		 */
		public ModelHub build() {
			return new ModelHub(new HubSettings(this.endpoint, this.token, this.home, this.huggingFaceCache,
					this.offline, this.plainHttp, this.proxy, this.certificates, this.timeout, this.stallTimeout,
					this.attempts, this.firstPause, this.maxFileSize, this.listener));
		}

	}

}
