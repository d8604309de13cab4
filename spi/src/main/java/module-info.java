// SPDX-License-Identifier: Apache-2.0
/** The contract of a network backend, deadlines, discovery, and the parts that transports share. */
module io.netbackends {
    requires static com.google.auto.service;
    requires static org.jspecify;

    exports io.netbackends;
    exports io.netbackends.support;

    uses io.netbackends.NetworkBackendProvider;
}
