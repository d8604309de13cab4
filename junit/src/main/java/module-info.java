// SPDX-License-Identifier: Apache-2.0
/** Lets tests of JUnit 5 record what they do on the network and run from the recording, and meet faults. */
module io.netbackends.junit {
    requires transitive io.netbackends;
    requires transitive io.netbackends.faults;
    requires transitive io.netbackends.recording;
    requires transitive io.netbackends.replay;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.netbackends.junit;
}
