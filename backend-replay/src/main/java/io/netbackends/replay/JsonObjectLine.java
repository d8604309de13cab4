// SPDX-License-Identifier: Apache-2.0
package io.netbackends.replay;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netbackends.recording.internal.NdjsonSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wanted members of the JSON object on one line. A member of the wrong type is an error only when a caller requests it,
 * because lines of unknown kinds may use the same name for something else.
 */
final class JsonObjectLine {
    /**
     * Larger than the base64 form of an event, which has at most 1 MiB. Longer unwanted values are skipped without being
     * held in memory.
     */
    private static final int MAX_STRING = 2 * 1024 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(32)
                    .maxNameLength(256)
                    .build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // it is UTF-8
            .build();

    private static final Set<String> ADDRESSES = Set.of("target", "local", "remote");

    private final Map<String, Object> members = new HashMap<>();

    /** The value of a member that is an array. */
    private record Strings(List<String> values) {}

    private JsonObjectLine() {}

    /**
     * Reads an object.
     *
     * @param line UTF-8 in an array
     * @param wanted the members to keep; others are skipped
     * @throws JacksonException if the line is not JSON, or too large
     * @throws IllegalArgumentException if it is not an object
     */
    static JsonObjectLine parse(ByteBuffer line, Set<String> wanted) throws IOException {
        JsonObjectLine members = new JsonObjectLine();
        try (JsonParser parser =
                JSON.createParser(line.array(), line.arrayOffset() + line.position(), line.remaining())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("a line must be a JSON object");
            }
            members.readObject(parser, wanted);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("the line must end after the JSON object");
            }
        }
        return members;
    }

    private void readObject(JsonParser parser, Set<String> wanted) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (!wanted.contains(name)) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT && ADDRESSES.contains(name)) {
                JsonObjectLine nested = new JsonObjectLine();
                nested.readObject(parser, RecordedAddress.MEMBERS);
                members.put(name, nested);
            } else if (value == JsonToken.START_ARRAY && name.equals(NdjsonSchema.CERTIFICATES)) {
                members.put(name, strings(name, parser));
            } else {
                members.put(name, value(parser, value));
                parser.skipChildren();
            }
        }
    }

    private static Strings strings(String name, JsonParser parser) throws IOException {
        List<String> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException(name + " must be an array of strings");
            }
            values.add(parser.getText());
        }
        return new Strings(values);
    }

    private static Object value(JsonParser parser, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getText().toCharArray() // a type that recordings do not use
                        : (Object) parser.getLongValue();
            default -> value;
        };
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    String string(String name) {
        return require(name, "a string", String.class);
    }

    @Nullable
    String stringOrNull(String name) {
        return has(name) ? string(name) : null;
    }

    /** Returns the strings of an array; empty if there is no such member. */
    List<String> strings(String name) {
        return has(name) ? require(name, "an array of strings", Strings.class).values() : List.of();
    }

    long number(String name, long least, long most) {
        long number = require(name, "a whole number", Long.class);
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " (" + number + ") must be between " + least + " and " + most);
        }
        return number;
    }

    @Nullable
    JsonObjectLine objectOrNull(String name) {
        return has(name) ? require(name, "an object", JsonObjectLine.class) : null;
    }

    private <T> T require(String name, String required, Class<T> type) {
        Object value = members.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(value == null ? name + " is missing" : name + " must be " + required);
        }
        return type.cast(value);
    }
}
