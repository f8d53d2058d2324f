package dev.semblance.boot.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.DeviceStatistics;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Tells which models run where, what their devices hold, and what stores and retriever
 * are. Beans that have not been created yet are left out, and so is everything that may
 * be a secret.
 */
@Endpoint(id = "semblance")
public final class SemblanceEndpoint {

	private final SemblanceBeans beans;

	SemblanceEndpoint(SemblanceBeans beans) {
		this.beans = beans;
	}

	/**
	 * Tells the state of the application's models and stores. Counts the documents, which
	 * takes a while where there are millions.
	 * @return the state
	 */
	@ReadOperation
	public State semblance() {
		Map<String, DeviceStatistics> devices = new LinkedHashMap<>();
		this.beans.devices().forEach((device, statistics) -> devices.put(device.toString(), statistics));
		return new State(this.beans.encoders().stream().map(LoadedEncoder::description).toList(), devices,
				this.beans.stores()
					.entrySet()
					.stream()
					.map((store) -> StoreDescription.of(store.getKey(), store.getValue()))
					.toList(),
				this.beans.retriever()
					.map((retriever) -> RetrievalDescription.of(retriever.settings(),
							this.beans.reranker().orElse(null)))
					.orElse(null));
	}

	/**
	 * The state of an application's models and stores.
	 *
	 * @param models the models that are loaded
	 * @param devices what each device holds and has done
	 * @param stores the stores that are open
	 * @param retrieval how the retriever searches, if there is one
	 */
	public record State(List<ModelDescription> models, Map<String, DeviceStatistics> devices,
			List<StoreDescription> stores, @Nullable RetrievalDescription retrieval) {
	}

}
