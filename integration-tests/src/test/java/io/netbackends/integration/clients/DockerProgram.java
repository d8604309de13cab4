// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;

/** docker-java with its transport over Apache HttpClient. The argument is the port of the Docker daemon. */
final class DockerProgram implements ClientProgram {
    @Override
    public void run(Sockets sockets, PrintStream out, String... arguments) throws IOException {
        URI host = URI.create("tcp://localhost:" + arguments[0]);
        try (DockerClient docker = DockerClientImpl.getInstance(
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host.toString())
                        .build(),
                new ApacheDockerHttpClient.Builder().dockerHost(host).build())) {
            Version version = docker.versionCmd().exec();
            out.println(version.getVersion() + " " + version.getApiVersion() + " " + version.getOperatingSystem());
        }
    }
}
