// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dnscache;

import io.netbackends.BackendContext;
import io.netbackends.HostResolver;
import io.netbackends.Setting;
import io.netbackends.internal.DurationText;
import io.netbackends.internal.SettingTexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of {@code netbackends.dnscache}, listed at {@link DnsCacheBackendProvider}. */
final class DnsCacheSettings {
    private static final Setting<Duration> TTL = Setting.duration("ttl", Duration.ZERO);
    private static final Setting<Duration> NEGATIVE_TTL = Setting.duration("negative-ttl", Duration.ZERO);
    private static final Setting<Integer> CAPACITY = Setting.number("capacity", 1, 999_999_999);
    private static final Setting<Duration> STALE = Setting.duration("stale", Duration.ZERO);
    private static final Setting<Duration> STALE_DELAY = Setting.duration("stale-delay", Duration.ZERO);
    private static final Setting<Duration> REFRESH_AHEAD = Setting.duration("refresh-ahead", Duration.ZERO);
    private static final Setting<Duration> LOOKUP_TIMEOUT = Setting.duration("lookup-timeout", Duration.ofMillis(1));
    private static final Setting<HostsTable> HOSTS =
            Setting.of("hosts", "be NAME=ADDRESS,NAME=ADDRESS+ADDRESS", HostsTable::parse);
    private static final Setting<Path> HOSTS_FILE = Setting.of("hosts-file", "be a path", Path::of);

    static final List<Setting<?>> ALL =
            List.of(TTL, NEGATIVE_TTL, CAPACITY, STALE, STALE_DELAY, REFRESH_AHEAD, LOOKUP_TIMEOUT, HOSTS, HOSTS_FILE);

    private final BackendContext context;

    DnsCacheSettings(BackendContext context) {
        this.context = context;
    }

    /** Returns the values of the settings that are set, by key. */
    Map<String, String> values() {
        return SettingTexts.of(context, ALL);
    }

    /**
     * Creates a cache.
     *
     * @throws IllegalArgumentException if a setting is not allowed, or contradicts another one
     */
    DnsCache open(HostResolver resolver) {
        DnsCacheBuilder builder = DnsCache.builder().resolver(resolver);
        context.setting(TTL).ifPresent(builder::ttl);
        context.setting(NEGATIVE_TTL).ifPresent(builder::negativeTtl);
        context.setting(CAPACITY).ifPresent(builder::capacity);
        context.setting(STALE).ifPresent(builder::stale);
        context.setting(STALE_DELAY).ifPresent(builder::staleDelay);
        context.setting(REFRESH_AHEAD).ifPresent(builder::refreshAhead);
        context.setting(LOOKUP_TIMEOUT).ifPresent(builder::lookupTimeout);
        context.setting(HOSTS).ifPresent(builder::hosts);
        Optional<Path> file = context.setting(HOSTS_FILE);
        if (file.isPresent()) {
            try {
                builder.hostsFile(file.get());
            } catch (IllegalArgumentException e) {
                throw context.invalid(
                        HOSTS_FILE, "be a file of lines that are ADDRESS NAME NAME...: " + e.getMessage(), e);
            }
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            String ttl = DurationText.of(context.setting(TTL).orElse(DnsCache.DEFAULT_TTL));
            throw context.invalid(REFRESH_AHEAD, "be less than the time to live, which is " + ttl, e);
        }
    }
}
