// SPDX-License-Identifier: Apache-2.0
/** The {@code netbackends} command. It finds its backends at run time, like any user of the SPI. */
module io.netbackends.cli {
    requires io.netbackends;
    requires io.netbackends.faults;
    requires io.netbackends.recording;
    requires io.netbackends.replay;
    requires info.picocli;
    requires static jdk.attach;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires static org.jspecify;

    opens io.netbackends.cli to
            info.picocli;
}
