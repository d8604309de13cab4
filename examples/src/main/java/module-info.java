// SPDX-License-Identifier: Apache-2.0
/** Examples, each complete in one class; one of them is a backend that is selected by name. */
module io.netbackends.examples {
    requires io.netbackends;
    requires static com.google.auto.service;
    requires static org.jspecify;

    provides io.netbackends.NetworkBackendProvider with
            io.netbackends.examples.HostTableProvider;
}
