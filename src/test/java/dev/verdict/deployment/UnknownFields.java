package dev.verdict.deployment;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** Finds what a model of Kubernetes's objects kept though it has no field for it. */
final class UnknownFields {
    private static final String KEPT = "additionalProperties";
    private static final String MODELS = "io.fabric8.";

    private UnknownFields() {}

    /** Their names, anywhere below an object. */
    static Stream<String> in(Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case Collection<?> items -> items.stream().flatMap(UnknownFields::in);
            case Map<?, ?> entries -> entries.values().stream().flatMap(UnknownFields::in);
            case Object model when model.getClass().getName().startsWith(MODELS) -> ofModel(model);
            default -> Stream.empty();
        };
    }

    private static Stream<String> ofModel(Object model) {
        Stream<String> names = Stream.empty();
        for (Field field : model.getClass().getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                Object value = read(field, model);
                names = Stream.concat(
                        names,
                        field.getName().equals(KEPT) && value instanceof Map<?, ?> kept
                                ? kept.keySet().stream()
                                        .map(name -> model.getClass().getSimpleName() + "." + name)
                                : in(value));
            }
        }
        return names;
    }

    private static Object read(Field field, Object model) {
        try {
            field.setAccessible(true);
            return field.get(model);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
