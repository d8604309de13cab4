// SPDX-License-Identifier: Apache-2.0
package io.netbackends.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is, and of which Java: half of all reports about networks turn on it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "netbackends " + Objects.requireNonNullElse(version, "(unpackaged)"),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
        };
    }
}
