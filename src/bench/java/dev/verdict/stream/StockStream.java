package dev.verdict.stream;

import dev.verdict.model.BundledModel;
import dev.verdict.model.ModelArtifact;
import dev.verdict.model.ModelVersion;
import dev.verdict.model.ReviewNetwork;
import dev.verdict.review.Label;
import dev.verdict.review.Review;
import dev.verdict.review.Sentiment;
import dev.verdict.text.TokenSequence;
import dev.verdict.text.Tokenizer;
import dev.verdict.topics.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * The stream's own topology and settings, scoring one record at a time with Deeplearning4j's own layers and
 * {@code MultiLayerNetwork.output}. Prints {@value #READY} once it runs, and runs until it is killed.
 */
public final class StockStream {
    public static final String READY = "READY";
    private static final int APPLICATION_PROPERTIES = 250;

    private StockStream() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .withSources(
                        new PropertiesConfigSource(
                                StockStream.class.getResource("/application.properties"), APPLICATION_PROPERTIES),
                        new DefaultThreads())
                .withDefaultValue("verdict.stream.batch-size", "1")
                .withMapping(StreamConfig.class)
                .withMapping(TopicsConfig.class)
                .withValidateUnknown(false)
                .build();
        StreamConfig stream = config.getConfigMapping(StreamConfig.class);
        var scorer = new StockScorer(BundledModel.read());
        var streams = new KafkaStreams(
                ScoringTopology.build(
                        config.getConfigMapping(TopicsConfig.class),
                        stream,
                        () -> scorer,
                        new Breaker(stream.breaker(), stream.batchSize()),
                        new ScoringMetrics(new SimpleMeterRegistry(), InstantSource.system()),
                        StreamTracing.OFF,
                        new OutputLimit(_ -> 8 << 20)),
                properties(config));
        streams.setStateListener((state, _) -> {
            if (state == KafkaStreams.State.RUNNING) {
                System.out.println(READY);
            }
        });
        streams.start();
        new CountDownLatch(1).await();
    }

    private static Properties properties(SmallRyeConfig config) {
        var properties = new Properties();
        properties.putAll(StreamSettings.of(config));
        properties.put(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.getValue("kafka.bootstrap.servers", String.class));
        return properties;
    }

    private static final class StockScorer implements BatchScorer {
        private final ModelArtifact artifact;
        private final Tokenizer tokenizer;
        /** A network a thread, as none may be shared. */
        private final ThreadLocal<MultiLayerNetwork> network;

        StockScorer(ModelArtifact artifact) {
            this.artifact = artifact;
            this.tokenizer = artifact.tokenizer();
            this.network = ThreadLocal.withInitial(() -> ReviewNetwork.network(artifact.weights()));
        }

        @Override
        public ModelVersion model() {
            return artifact.version();
        }

        @Override
        public List<Sentiment> score(List<Review> reviews) {
            return reviews.stream().map(this::score).toList();
        }

        private Sentiment score(Review review) {
            TokenSequence sequence = tokenizer.encode(review.text());
            float[] indices = new float[sequence.indices().length];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = sequence.indices()[i];
            }
            double probability;
            try (INDArray input = Nd4j.create(indices, new int[] {1, indices.length})) {
                probability = network.get().output(input).getDouble(0);
            }
            return new Sentiment(
                    review.id(),
                    review.subject(),
                    Label.of(probability),
                    probability,
                    sequence.words(),
                    sequence.knownWords(),
                    sequence.truncated(),
                    artifact.version().value());
        }
    }
}
