package dev.verdict.deployment;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds what a model of Kubernetes's objects kept though it has no field for it. */
final class UnknownFields {
    private static final String KEPT = "additionalProperties";
    private static final List<String> MODELS = List.of("io.fabric8.", "io.strimzi.");

    private UnknownFields() {}

    /** Their names, anywhere below an object. */
    static Stream<String> in(Object value) {
        return switch (value) {
            case null -> Stream.empty();
            case Collection<?> items -> items.stream().flatMap(UnknownFields::in);
            case Map<?, ?> entries -> entries.values().stream().flatMap(UnknownFields::in);
            case Object model when !(model instanceof Enum<?>) && isModel(model.getClass()) -> ofModel(model);
            default -> Stream.empty();
        };
    }

    private static boolean isModel(Class<?> type) {
        return MODELS.stream().anyMatch(type.getName()::startsWith);
    }

    private static Stream<String> ofModel(Object model) {
        return Stream.<Class<?>>iterate(model.getClass(), UnknownFields::isModel, Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .flatMap(field -> ofField(field, model));
    }

    private static Stream<String> ofField(Field field, Object model) {
        Object value = read(field, model);
        return field.getName().equals(KEPT) && value instanceof Map<?, ?> kept
                ? kept.keySet().stream().map(name -> model.getClass().getSimpleName() + "." + name)
                : in(value);
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
