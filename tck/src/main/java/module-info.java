// SPDX-License-Identifier: Apache-2.0
/** The contract of netbackends as tests for any backend: {@link io.netbackends.tck.BackendTck}. */
module io.netbackends.tck {
    requires transitive io.netbackends;
    requires java.management;
    requires static org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.netbackends.tck;

    // Only JUnit calls the tests of BackendTck.
    opens io.netbackends.tck to
            org.junit.platform.commons;
}
