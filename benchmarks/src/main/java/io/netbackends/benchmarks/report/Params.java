// SPDX-License-Identifier: Apache-2.0
package io.netbackends.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The values of a benchmark's parameters, by name; written as {@code client=nio;tls=true}. */
record Params(Map<String, String> values) {
    static final String CLIENT = "client";

    Params {
        values = Map.copyOf(values);
    }

    /** Parses the result of {@link #toString}. */
    static Params of(String text) {
        return new Params(Arrays.stream(text.split(";"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }

    Params with(String name, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(name, value);
        return new Params(more);
    }

    Params without(Collection<String> names) {
        Map<String, String> fewer = new TreeMap<>(values);
        fewer.keySet().removeAll(names);
        return new Params(fewer);
    }

    @Override
    public String toString() {
        return new TreeMap<>(values)
                .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining(";"));
    }
}
