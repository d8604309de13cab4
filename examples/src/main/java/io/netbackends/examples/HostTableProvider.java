// SPDX-License-Identifier: Apache-2.0
package io.netbackends.examples;

import com.google.auto.service.AutoService;
import io.netbackends.BackendContext;
import io.netbackends.NetworkBackendInterface;
import io.netbackends.NetworkBackendProvider;
import io.netbackends.Setting;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Provides {@link HostTable} under the name {@code host-table}: {@code -Dnetbackends.backend=host-table} wraps the default
 * backend in it, {@code -Dnetbackends.host-table.hosts=shop.test=127.0.0.1,db.test=10.0.0.7} sets its entries.
 *
 * <p>The annotation generates the service file for the class path; on the module path, {@code provides} in {@code
 * module-info.java} replaces it.
 */
@AutoService(NetworkBackendProvider.class)
public final class HostTableProvider implements NetworkBackendProvider {
    private static final Setting<Map<String, String>> HOSTS =
            Setting.of("hosts", "be name=address,name=address...", HostTableProvider::parse);

    @Override
    public String name() {
        return "host-table";
    }

    @Override
    public Collection<Setting<?>> settings() {
        return List.of(HOSTS);
    }

    @Override
    public boolean isDecorator() {
        return true;
    }

    @Override
    public NetworkBackendInterface create(BackendContext context) {
        return new HostTable(context.delegate(), context.setting(HOSTS).orElse(Map.of()));
    }

    private static @Nullable Map<String, String> parse(String hosts) {
        Map<String, String> addresses = new HashMap<>();
        for (String entry : hosts.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                return null; // not allowed
            }
            addresses.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return addresses;
    }
}
