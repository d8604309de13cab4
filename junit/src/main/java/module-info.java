// SPDX-License-Identifier: Apache-2.0
/** Lets JUnit 5 tests record their network traffic, run from the recording, and inject faults. */
module io.netbackends.junit {
    requires transitive io.netbackends;
    requires transitive io.netbackends.faults;
    requires transitive io.netbackends.recording;
    requires transitive io.netbackends.replay;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports io.netbackends.junit;
}
