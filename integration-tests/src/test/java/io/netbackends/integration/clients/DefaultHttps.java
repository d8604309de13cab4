// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.net.URL;

/** Prints a page by HttpsURLConnection as it is, without a line that sets a factory. Takes the page's address. */
final class DefaultHttps {
    private DefaultHttps() {}

    public static void main(String[] arguments) throws Exception {
        new URL(arguments[0]).openStream().transferTo(System.out);
    }
}
