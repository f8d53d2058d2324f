package dev.semblance.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import dev.semblance.encoders.Device;
import dev.semblance.encoders.InvalidInputException;
import dev.semblance.encoders.ModelKind;
import dev.semblance.encoders.ModelPrecision;
import dev.semblance.encoders.SemblanceException;
import dev.semblance.encoders.quantization.Precision;
import dev.semblance.retrieval.Leg;
import dev.semblance.retrieval.fusion.Fusion;
import dev.semblance.store.pgvector.DenseIndex;
import dev.semblance.store.pgvector.DensePrecision;
import dev.semblance.store.pgvector.SparseIndex;
import dev.semblance.store.pgvector.reembedding.SpaceKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line in one place: what values look like, and what a failure looks like.
 * Exit codes are 0 for success, 1 for a failure with one line on standard error, 2 for
 * wrong usage.
 */
final class SemblanceCommandLine {

	private SemblanceCommandLine() {
	}

	/**
	 * Runs a command.
	 * @param out where results go
	 * @param err where complaints go
	 * @param environment variables that say where models come from and where they are
	 * kept
	 * @param args the command's arguments
	 * @return the exit code
	 */
	static int run(PrintWriter out, PrintWriter err, Map<String, String> environment, String... args) {
		SemblanceCommand semblance = new SemblanceCommand();
		CommandHub hub = new CommandHub(environment);
		CommandLine commandLine = new CommandLine(semblance, factory(hub)).setOut(out)
			.setErr(err)
			.registerConverter(Leg.class, named(Leg::labelled))
			.registerConverter(Fusion.class, named(Fusion::named))
			.registerConverter(ModelKind.class, named(ModelKinds::labelled))
			.registerConverter(ModelPrecision.class, named(ModelPrecision::named))
			.registerConverter(Precision.class, named(Precision::named))
			.registerConverter(Device.class, named(Device::parse))
			.registerConverter(StoreKind.class, named(StoreKind::labelled))
			.registerConverter(DenseIndex.class, constant(DenseIndex.class))
			.registerConverter(SparseIndex.class, constant(SparseIndex.class))
			.registerConverter(DensePrecision.class, constant(DensePrecision.class))
			.registerConverter(SpaceKind.class, constant(SpaceKind.class))
			.setParameterExceptionHandler((ex, arguments) -> complainAboutUsage(ex))
			.setExecutionExceptionHandler((ex, command, result) -> {
				hub.close();
				return complain(ex, err, semblance.stacktrace());
			});
		try {
			return commandLine.execute(args);
		}
		catch (LinkageError | OutOfMemoryError | StackOverflowError ex) {
			hub.close();
			return complain(ex, err, semblance.stacktrace());
		}
		finally {
			out.flush();
			err.flush();
		}
	}

	/** Whatever loads models gets them from the hub of this run. */
	private static IFactory factory(CommandHub hub) {
		IFactory others = CommandLine.defaultFactory();
		return new IFactory() {

			@Override
			public <K> K create(Class<K> type) throws Exception {
				if (type == ModelOptions.class) {
					return type.cast(new ModelOptions(hub));
				}
				if (type == OptimizeCommand.class) {
					return type.cast(new OptimizeCommand(hub));
				}
				return (type == PullCommand.class) ? type.cast(new PullCommand(hub)) : others.create(type);
			}

		};
	}

	private static <T> ITypeConverter<T> named(Function<String, T> parser) {
		return (value) -> {
			try {
				return parser.apply(value);
			}
			catch (InvalidInputException ex) {
				throw new TypeConversionException(ex.getMessage());
			}
		};
	}

	/** Constants of other modules are named as in the properties of an application. */
	private static <T extends Enum<T>> ITypeConverter<T> constant(Class<T> type) {
		Map<String, T> byLabel = new LinkedHashMap<>();
		for (T constant : type.getEnumConstants()) {
			byLabel.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
		}
		return (value) -> {
			T constant = byLabel.get(value);
			if (constant == null) {
				throw new TypeConversionException(
						"'%s' is none of %s.".formatted(value, String.join(", ", byLabel.keySet())));
			}
			return constant;
		};
	}

	private static int complainAboutUsage(ParameterException ex) {
		CommandLine command = ex.getCommandLine();
		PrintWriter err = command.getErr();
		err.println(oneLine(ex.getMessage()));
		UnmatchedArgumentException.printSuggestions(ex, err);
		err.println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
		return CommandLine.ExitCode.USAGE;
	}

	private static int complain(Throwable failure, PrintWriter err, boolean stacktrace) {
		if (stacktrace) {
			StringWriter trace = new StringWriter();
			failure.printStackTrace(new PrintWriter(trace, true));
			err.print(withoutPasswords(trace.toString()));
		}
		else {
			err.println(oneLine((failure instanceof SemblanceException) ? failure.getMessage()
					: "Unexpected failure: %s. Run again with --stacktrace to see where.".formatted(failure)));
		}
		return CommandLine.ExitCode.SOFTWARE;
	}

	private static String oneLine(@Nullable String message) {
		return withoutPasswords(String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
	}

	/**
	 * A mistyped option's value may be a database's URL.
	 */
	private static String withoutPasswords(String message) {
		return message.replaceAll("(?i)(password=)[^&\\s'\"]+", "$1...");
	}

}
