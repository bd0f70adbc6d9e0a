package dev.verdict.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.verdict.network.RecurrentActivation;
import dev.verdict.text.TokenizerSettings;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code model.json}. It is read without data binding, and also without lambdas and patterns, whose first use would each be
 * a good part of the time that a new JVM needs to load a model. Fields that are not known are passed over.
 */
final class CardJson {
    private CardJson() {}

    static byte[] write(ModelCard card) {
        try {
            return Writing.JSON.writeValueAsBytes(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("model.json could not be written", e);
        }
    }

    /** A class of its own, so that reading does not load the data binding. */
    private static final class Writing {
        static final ObjectWriter JSON = JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writerFor(ModelCard.class);
    }

    /**
     * @throws IOException if it is not JSON
     * @throws IllegalArgumentException if it is not a card, naming what is wrong
     */
    static ModelCard read(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            if (!(value(parser) instanceof Map<?, ?> fields)) {
                throw new IllegalArgumentException("its model.json is not a JSON object");
            }
            return card(new Fields(fields));
        }
    }

    /** Recursive, which the parser bounds: it refuses more than 1000 levels. */
    private static Object value(JsonParser json) throws IOException {
        if (json.currentToken() == null) {
            return null;
        }
        switch (json.currentToken()) {
            case START_OBJECT:
                var fields = new HashMap<String, Object>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    fields.put(name, value(json));
                }
                return fields;
            case START_ARRAY:
                var elements = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(json));
                }
                return elements;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT:
                return json.getNumberValue();
            case VALUE_TRUE, VALUE_FALSE:
                return json.getBooleanValue();
            case VALUE_STRING:
                return json.getText();
            default:
                return null;
        }
    }

    private static ModelCard card(Fields card) {
        Fields tokenizer = card.object("tokenizer");
        Fields network = card.object("network");
        Fields recipe = card.object("recipe");
        Fields data = card.object("data");
        Fields test = card.object("test");
        return new ModelCard(
                card.integer("formatVersion"),
                tokenizer == null
                        ? null
                        : new TokenizerSettings(tokenizer.integer("indexCount"), tokenizer.integer("sequenceLength")),
                network == null ? null : network(network),
                recipe == null ? null : recipe(recipe),
                data == null
                        ? null
                        : new ModelCard.Data(
                                data.text("sha256"),
                                data.integer("trainingReviews"),
                                data.integer("validationReviews")),
                epochs(card.objects("epochs")),
                card.integer("chosenEpoch"),
                card.isTrue("partial"),
                test == null
                        ? null
                        : new ModelCard.Figures(test.integer("reviews"), test.real("loss"), test.real("accuracy")),
                predictions(card.objects("predictions")),
                samples(card.objects("samples")));
    }

    private static List<ModelCard.Bin> predictions(List<Fields> rows) {
        if (rows == null) {
            return null;
        }
        var bins = new ArrayList<ModelCard.Bin>();
        for (Fields bin : rows) {
            bins.add(new ModelCard.Bin(bin.integer("positive"), bin.integer("negative"), bin.real("meanProbability")));
        }
        return bins;
    }

    private static List<ModelCard.Sample> samples(List<Fields> rows) {
        if (rows == null) {
            return null;
        }
        var samples = new ArrayList<ModelCard.Sample>();
        for (Fields sample : rows) {
            samples.add(new ModelCard.Sample(sample.text("text"), sample.real("probability")));
        }
        return samples;
    }

    private static NetworkSettings network(Fields network) {
        String activation = network.text("recurrentActivation");
        return new NetworkSettings(
                network.integer("indexCount"),
                network.integer("embeddingSize"),
                network.integer("units"),
                activation == null ? null : RecurrentActivation.valueOf(activation));
    }

    private static Recipe recipe(Fields recipe) {
        String keep = recipe.text("keep");
        return new Recipe(
                recipe.text("name"),
                recipe.integer("epochs"),
                recipe.integer("patience"),
                keep == null ? null : Recipe.Keep.valueOf(keep),
                recipe.integer("batchSize"),
                recipe.real("learningRate"),
                recipe.real("clipNorm"),
                recipe.real("dropout"),
                recipe.real("recurrentDropout"),
                recipe.integer("implementation"),
                recipe.real("averagingDecay"),
                recipe.real("windowShare"),
                recipe.integer("windowLength"),
                recipe.real("validationShare"),
                recipe.wholeNumber("seed"));
    }

    private static List<ModelCard.Epoch> epochs(List<Fields> rows) {
        if (rows == null) {
            return null;
        }
        var epochs = new ArrayList<ModelCard.Epoch>();
        for (Fields epoch : rows) {
            epochs.add(new ModelCard.Epoch(
                    epoch.integer("epoch"),
                    epoch.real("loss"),
                    epoch.real("accuracy"),
                    epoch.real("validationLoss"),
                    epoch.real("validationAccuracy")));
        }
        return epochs;
    }

    /** An object's fields by name; a number that is not there is 0, anything else null. */
    private record Fields(Map<?, ?> values) {
        private <T> T get(String name, Class<T> type) {
            Object value = values.get(name);
            if (value != null && !type.isInstance(value)) {
                throw new IllegalArgumentException("its model.json has a wrong \"" + name + "\"");
            }
            return type.cast(value);
        }

        Fields object(String name) {
            Map<?, ?> object = get(name, Map.class);
            return object == null ? null : new Fields(object);
        }

        List<Fields> objects(String name) {
            List<?> elements = get(name, List.class);
            if (elements == null) {
                return null;
            }
            var objects = new ArrayList<Fields>();
            for (Object element : elements) {
                if (!(element instanceof Map<?, ?> fields)) {
                    throw new IllegalArgumentException("its model.json has a wrong \"" + name + "\"");
                }
                objects.add(new Fields(fields));
            }
            return objects;
        }

        String text(String name) {
            return get(name, String.class);
        }

        boolean isTrue(String name) {
            return Boolean.TRUE.equals(get(name, Boolean.class));
        }

        int integer(String name) {
            Integer value = get(name, Integer.class);
            return value == null ? 0 : value;
        }

        long wholeNumber(String name) {
            return values.get(name) instanceof Long value ? value : integer(name);
        }

        /** JSON has no word for what is not a number or not finite; those are strings. */
        double real(String name) {
            if (values.get(name) instanceof String text) {
                return Double.parseDouble(text);
            }
            Number value = get(name, Number.class);
            return value == null ? 0 : value.doubleValue();
        }
    }
}
