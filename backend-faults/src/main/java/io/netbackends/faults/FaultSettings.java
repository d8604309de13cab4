// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import io.netbackends.BackendContext;
import io.netbackends.Setting;
import io.netbackends.internal.DurationText;
import io.netbackends.internal.HostPattern;
import io.netbackends.internal.SettingTexts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings of {@code netbackends.faults}, listed at {@link FaultyBackendProvider}. */
final class FaultSettings {
    private static final int MOST_BYTES = 999_999_999;

    /** A setting that gives a fault with these conditions. */
    private record Effectual<T>(Setting<T> setting, BiFunction<FaultBuilder, T, Fault> fault) {
        void add(BackendContext context, FaultBuilder builder, List<Fault> faults) {
            context.setting(setting).map(value -> fault.apply(builder, value)).ifPresent(faults::add);
        }
    }

    /** A time with a jitter. */
    private record Jittered(Duration time, Duration jitter) {
        private static final Pattern SYNTAX = Pattern.compile("([^\u00b1+]*)(?:(?:\u00b1|\\+-)(.*))?");

        static @Nullable Jittered parse(String text) {
            Matcher matcher = SYNTAX.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            Duration time = DurationText.parse(matcher.group(1));
            Duration jitter = matcher.group(2) == null ? Duration.ZERO : DurationText.parse(matcher.group(2));
            return time == null || jitter == null || jitter.compareTo(time) > 0 ? null : new Jittered(time, jitter);
        }
    }

    /** Numbers of connections. */
    private record Numbers(long first, long last) {
        private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,8})(?:-([1-9][0-9]{0,8}))?");

        static @Nullable Numbers parse(String text) {
            Matcher matcher = SYNTAX.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            long first = Long.parseLong(matcher.group(1));
            long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
            return last < first ? null : new Numbers(first, last);
        }
    }

    private static final Setting<Long> SEED = Setting.of("seed", "be a whole number", Long::valueOf);
    private static final Setting<List<String>> HOSTS =
            Setting.of("hosts", "be patterns of hosts, separated by commas", FaultSettings::hosts);
    private static final Setting<Numbers> CONNECTIONS =
            Setting.of("connections", "be the number of a connection, such as 2, or two, such as 2-5", Numbers::parse);
    private static final Setting<Double> PROBABILITY =
            Setting.of("probability", "be a number between 0 and 1, such as 0.1", FaultSettings::probability);
    private static final Setting<Duration> FROM = Setting.duration("from", Duration.ZERO);
    private static final Setting<Duration> UNTIL = Setting.duration("until", Duration.ofMillis(1));

    private static final List<Effectual<?>> EFFECTS = effects();

    static final List<Setting<?>> ALL = all();

    private final BackendContext context;

    FaultSettings(BackendContext context) {
        this.context = context;
    }

    /** Returns the values of the settings that are set, by key. */
    Map<String, String> values() {
        return SettingTexts.of(context, ALL);
    }

    /**
     * Creates the faults.
     *
     * @throws IllegalArgumentException if a setting is not allowed, or contradicts another one
     */
    Faults open() {
        FaultBuilder builder = Faults.on(context.setting(HOSTS).orElse(List.of("*")));
        Numbers numbers = context.setting(CONNECTIONS).orElse(new Numbers(1, Long.MAX_VALUE));
        builder = builder.connections(numbers.first(), numbers.last())
                .probability(context.setting(PROBABILITY).orElse(1.0))
                .from(context.setting(FROM).orElse(Duration.ZERO));
        Duration until = context.setting(UNTIL).orElse(null);
        if (until != null) {
            try {
                builder = builder.until(until);
            } catch (IllegalArgumentException e) {
                throw context.invalid(UNTIL, "be later than the setting \"from\"", e);
            }
        }
        List<Fault> added = new ArrayList<>();
        for (Effectual<?> effect : EFFECTS) {
            effect.add(context, builder, added);
        }
        Faults faults = new Faults(context.setting(SEED).orElse(0L));
        added.forEach(faults::add);
        return faults;
    }

    private static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(List.of(SEED, HOSTS, CONNECTIONS, PROBABILITY, FROM, UNTIL));
        EFFECTS.forEach(effect -> all.add(effect.setting()));
        return List.copyOf(all);
    }

    private static List<Effectual<?>> effects() {
        List<Effectual<?>> effects = new ArrayList<>();
        addWay(effects, "read.", FaultBuilder::reading);
        addWay(effects, "write.", FaultBuilder::writing);
        effects.add(new Effectual<>(
                bytes("read.half-close"),
                (on, offset) -> on.reading().afterBytes(offset).halfClose()));
        effects.add(new Effectual<>(onlyTrue("connect.refuse"), (on, set) -> on.refuseConnect()));
        effects.add(new Effectual<>(time("connect.latency"), FaultBuilder::connectLatency));
        effects.add(new Effectual<>(onlyTrue("lookup.fail"), (on, set) -> on.failLookup()));
        effects.add(new Effectual<>(time("lookup.latency"), FaultBuilder::lookupLatency));
        effects.add(new Effectual<>(onlyTrue("tls.fail"), (on, set) -> on.failTls()));
        effects.add(new Effectual<>(time("close.latency"), FaultBuilder::closeLatency));
        return List.copyOf(effects);
    }

    /** One of the two directions. */
    private interface Towards {
        FaultBuilder of(FaultBuilder builder);
    }

    private static void addWay(List<Effectual<?>> effects, String prefix, Towards way) {
        Setting<Jittered> latency = Setting.of(
                prefix + "latency",
                "be a time, such as 50ms, or 50ms\u00b120ms for one that varies by up to 20 ms",
                Jittered::parse);
        effects.add(new Effectual<>(latency, (on, value) -> way.of(on).latency(value.time(), value.jitter())));
        effects.add(new Effectual<>(
                Setting.size(prefix + "bandwidth", 1), (on, rate) -> way.of(on).bandwidth(rate)));
        effects.add(new Effectual<>(
                Setting.number(prefix + "slice", 1, MOST_BYTES),
                (on, bytes) -> way.of(on).slices(bytes)));
        effects.add(new Effectual<>(
                bytes(prefix + "stall"),
                (on, offset) -> way.of(on).afterBytes(offset).stall()));
        effects.add(new Effectual<>(
                bytes(prefix + "cut"),
                (on, offset) -> way.of(on).afterBytes(offset).cut()));
        effects.add(new Effectual<>(
                bytes(prefix + "reset"),
                (on, offset) -> way.of(on).afterBytes(offset).reset()));
        effects.add(new Effectual<>(
                bytes(prefix + "corrupt"),
                (on, offset) -> way.of(on).afterBytes(offset).corrupt()));
    }

    private static Setting<Long> bytes(String key) {
        return Setting.size(key, 0);
    }

    private static Setting<Duration> time(String key) {
        return Setting.duration(key, Duration.ZERO);
    }

    /** A fault without a value, whose only allowed text is {@code true}. */
    private static Setting<Boolean> onlyTrue(String key) {
        return Setting.of(key, "be true", text -> text.equals("true") ? true : null);
    }

    private static List<String> hosts(String text) {
        List<String> patterns = List.of(text.split(",", -1));
        patterns.forEach(HostPattern::of);
        return patterns;
    }

    private static @Nullable Double probability(String text) {
        if (!text.matches("[01](\\.[0-9]{1,9})?")) {
            return null;
        }
        double value = Double.parseDouble(text);
        return value > 1 ? null : value;
    }
}
