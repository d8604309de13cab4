// SPDX-License-Identifier: Apache-2.0
package io.netbackends.dns;

import io.netbackends.BackendContext;
import io.netbackends.Setting;
import io.netbackends.internal.SettingTexts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;

/** The settings of {@code netbackends.dns}, listed at {@link DnsBackendProvider}. */
final class DnsSettings {
    private static final Setting<List<NameServer>> SERVERS = Setting.of(
            "servers",
            "be name servers, ADDRESS, ADDRESS:PORT or https://..., separated by commas",
            NameServer::parseAll);
    private static final Setting<List<Name>> SEARCH = Setting.of(
            "search",
            "be domains, separated by commas",
            text -> DnsResolverBuilder.names(List.of(text.split(",", -1))));
    private static final Setting<Integer> NDOTS = Setting.number("ndots", 0, 15);
    private static final Setting<DnsTransport> TRANSPORT = Setting.choice("transport", DnsTransport.class);
    private static final Setting<Duration> TIMEOUT = Setting.duration("timeout", Duration.ofMillis(1));
    private static final Setting<Integer> ATTEMPTS = Setting.number("attempts", 1, 100);
    private static final Setting<Integer> CAPACITY = Setting.number("capacity", 0, 999_999_999);

    static final List<Setting<?>> ALL = List.of(SERVERS, SEARCH, NDOTS, TRANSPORT, TIMEOUT, ATTEMPTS, CAPACITY);

    private final BackendContext context;

    DnsSettings(BackendContext context) {
        this.context = context;
    }

    /** Returns the values of the settings that are set, by key. */
    Map<String, String> values() {
        return SettingTexts.of(context, ALL);
    }

    /**
     * Creates a resolver.
     *
     * @throws IllegalArgumentException if a setting is not allowed
     */
    DnsResolver open() {
        DnsResolverBuilder builder = DnsResolver.builder();
        context.setting(SERVERS).ifPresent(builder::nameServers);
        context.setting(SEARCH).ifPresent(builder::searchNames);
        context.setting(NDOTS).ifPresent(builder::ndots);
        context.setting(TRANSPORT).ifPresent(builder::transport);
        context.setting(TIMEOUT).ifPresent(builder::timeout);
        context.setting(ATTEMPTS).ifPresent(builder::attempts);
        context.setting(CAPACITY).ifPresent(builder::capacity);
        return builder.build();
    }
}
