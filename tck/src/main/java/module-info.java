// SPDX-License-Identifier: Apache-2.0
/** The contract of netbackends as tests that anybody can run on a backend: {@link io.netbackends.tck.BackendTck}. */
module io.netbackends.tck {
    requires transitive io.netbackends;
    requires java.management;
    requires static org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.netbackends.tck;

    // JUnit calls the tests of BackendTck, which are nobody else's business.
    opens io.netbackends.tck to
            org.junit.platform.commons;
}
