// SPDX-License-Identifier: Apache-2.0
/** {@code java.net} sockets and their factories over any backend. */
module io.netbackends.javanet {
    requires transitive io.netbackends;
    requires static org.jspecify;

    exports io.netbackends.javanet;
}
