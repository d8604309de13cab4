// SPDX-License-Identifier: Apache-2.0
package io.netbackends.faults;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import io.netbackends.async.AsyncNetworkBackendInterface;
import io.netbackends.async.AsyncNetworkBackendProvider;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Provides the backend {@code faults}, which wraps the one after it in the spec, otherwise the default one. Without settings, it injects
 * nothing.
 *
 * <table class="striped">
 *   <caption>System properties</caption>
 *   <thead><tr><th scope="col">{@code netbackends.faults.}…</th><th scope="col">value</th></tr></thead>
 *   <tbody>
 *   <tr><th scope="row">{@code read.latency}, {@code write.latency}</th>
 *       <td>a time, {@code 50ms}, or one that varies, {@code 50ms±20ms} or {@code 50ms+-20ms}</td></tr>
 *   <tr><th scope="row">{@code read.bandwidth}, {@code write.bandwidth}</th>
 *       <td>bytes per second, {@code 64k}</td></tr>
 *   <tr><th scope="row">{@code read.slice}, {@code write.slice}</th>
 *       <td>the maximum number of bytes per call</td></tr>
 *   <tr><th scope="row">{@code read.}, {@code write.} with {@code stall}, {@code cut}, {@code reset}, {@code corrupt}; {@code
 *       read.half-close}</th>
 *       <td>the number of bytes after which this happens</td></tr>
 *   <tr><th scope="row">{@code connect.refuse}, {@code lookup.fail}, {@code tls.fail}</th>
 *       <td>{@code true}</td></tr>
 *   <tr><th scope="row">{@code connect.latency}, {@code lookup.latency}, {@code close.latency}</th>
 *       <td>a time</td></tr>
 *   <tr><th scope="row">{@code hosts}</th>
 *       <td>comma-separated patterns of the hosts concerned; {@code *} by default</td></tr>
 *   <tr><th scope="row">{@code connections}</th>
 *       <td>the numbers of the connections concerned, {@code 2} or {@code 2-5}; all by default</td></tr>
 *   <tr><th scope="row">{@code probability}</th>
 *       <td>the probability of each fault, for each connection; {@code 1} by default</td></tr>
 *   <tr><th scope="row">{@code seed}</th>
 *       <td>determines probability, jitter and changed bytes; {@code 0} by default</td></tr>
 *   <tr><th scope="row">{@code from}, {@code until}</th>
 *       <td>times after the first backend with these settings was created</td></tr>
 *   </tbody>
 * </table>
 *
 * <p>Backends with the same settings share one set of {@link Faults}, available from each stream as {@link
 * FaultyBackend#FAULTS}.
 */
@AutoService(NetworkBackendProvider.class)
public final class FaultyBackendProvider implements AsyncNetworkBackendProvider {
    /**
     * One set for each combination of settings, so that connections are counted together and times begin once, even if a
     * program creates the default backend repeatedly.
     */
    private static final Map<Map<String, String>, Faults> FAULTS = new ConcurrentHashMap<>();

    /** Creates a provider; for {@link java.util.ServiceLoader}. */
    public FaultyBackendProvider() {}

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String description() {
        return "decorator: injects faults, for tests";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return FaultSettings.ALL;
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        Faults faults = faults(context);
        return new FaultyBackend(context.delegate(faults.resolver(context.resolver())), faults);
    }

    @Override
    public AsyncNetworkBackendInterface createAsync(BackendContext context) {
        Faults faults = faults(context);
        return new AsyncFaultyBackend(context.asyncDelegate(faults.resolver(context.resolver())), faults);
    }

    private static Faults faults(BackendContext context) {
        FaultSettings settings = new FaultSettings(context);
        return FAULTS.computeIfAbsent(settings.values(), values -> settings.open());
    }
}
