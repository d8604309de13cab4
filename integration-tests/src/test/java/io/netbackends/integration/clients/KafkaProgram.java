// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Kafka's client, which queries the API versions of a broker over TLS. The arguments are the broker's port and the file of
 * the authority.
 */
final class KafkaProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws Exception {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "localhost:" + arguments[0],
                AdminClientConfig.CLIENT_ID_CONFIG,
                "kafka.test",
                AdminClientConfig.SECURITY_PROTOCOL_CONFIG,
                "SSL",
                SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
                "PEM",
                SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                arguments[1]);
        try (Admin admin = Admin.create(settings)) {
            out.println(admin.describeCluster().clusterId().get());
        } catch (ExecutionException e) {
            out.println(e.getCause().getClass().getName());
        }
    }
}
