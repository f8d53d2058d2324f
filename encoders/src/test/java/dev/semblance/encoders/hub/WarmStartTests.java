package dev.semblance.encoders.hub;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Map;

import dev.semblance.encoders.ChildJvm;
import dev.semblance.encoders.DenseEncoder;
import dev.semblance.encoders.Device;
import dev.semblance.encoders.ModelHub;
import dev.semblance.encoders.TextRole;
import dev.semblance.encoders.parity.ParityModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model that is in the cache is loaded by a process that cannot open a socket, although
 * nobody told it that it is offline.
 */
class WarmStartTests extends AbstractHubTests {

	private static final ParityModel MODEL = ParityModel.named("external-data");

	@BeforeEach
	void fill() {
		serve(MODEL);
	}

	@Test
	void aModelInTheCacheIsLoadedWithoutASocket() throws Exception {
		pull();
		int connections = this.server.connections();
		ChildJvm child = start();
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		assertThat(child.printed()).contains("encoded").doesNotContain(NoSockets.WANTED);
		assertThat(this.server.connections()).isEqualTo(connections);
	}

	@Test
	void aModelInTheCacheOfHuggingFacesToolsIsLoadedWithoutASocket() throws Exception {
		HuggingFaceLayout.write(this.folder.resolve("huggingface/hub"), NAME, MODEL.folder());
		ChildJvm child = start();
		assertThat(child.awaitExit()).as(child.printed()).isZero();
		assertThat(child.printed()).contains("encoded").doesNotContain(NoSockets.WANTED);
	}

	@Test
	void aModelThatIsNotInTheCacheNeedsASocket() throws Exception {
		ChildJvm child = start();
		assertThat(child.awaitExit()).isNotZero();
		assertThat(child.printed()).contains(NoSockets.WANTED);
		assertThat(this.server.connections()).isZero();
	}

	private ChildJvm start() throws IOException {
		return ChildJvm.start(this.folder, Load.class, "-XX:TieredStopAtLevel=1",
				"-Djava.nio.channels.spi.SelectorProvider=" + NoSockets.class.getName(),
				"-Dload.endpoint=" + this.server.endpoint(), "-Dload.home=" + home(),
				"-Dload.huggingface=" + this.folder.resolve("huggingface"));
	}

	/** Loads the model and encodes a text. */
	static final class Load {

		private Load() {
		}

		/** Nothing else keeps the older kinds of sockets from being opened. */
		@SuppressWarnings("deprecation")
		public static void main(String[] arguments) throws IOException {
			Socket.setSocketImplFactory(() -> {
				throw NoSockets.refusal();
			});
			ServerSocket.setSocketFactory(() -> {
				throw NoSockets.refusal();
			});
			DatagramSocket.setDatagramSocketImplFactory(() -> {
				throw NoSockets.refusal();
			});
			ModelHub hub = ModelHub.builder(Map.of("HF_ENDPOINT", System.getProperty("load.endpoint"), "SEMBLANCE_HOME",
					System.getProperty("load.home"), "HF_HOME", System.getProperty("load.huggingface")))
				.build();
			try (DenseEncoder encoder = DenseEncoder.builder(NAME).hub(hub).device(new Device.Cpu()).build()) {
				encoder.encode(List.of("a text"), TextRole.PLAIN);
				System.out.println("encoded");
			}
		}

	}

	/** Of a process that must not open any. */
	public static final class NoSockets extends SelectorProvider {

		static final String WANTED = "a socket was wanted";

		static IllegalStateException refusal() {
			System.out.println(WANTED);
			return new IllegalStateException(WANTED);
		}

		@Override
		public DatagramChannel openDatagramChannel() {
			throw refusal();
		}

		@Override
		public DatagramChannel openDatagramChannel(ProtocolFamily family) {
			throw refusal();
		}

		@Override
		public Pipe openPipe() {
			throw refusal();
		}

		@Override
		public AbstractSelector openSelector() {
			throw refusal();
		}

		@Override
		public ServerSocketChannel openServerSocketChannel() {
			throw refusal();
		}

		@Override
		public SocketChannel openSocketChannel() {
			throw refusal();
		}

	}

}
