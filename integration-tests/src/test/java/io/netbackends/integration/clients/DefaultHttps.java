// SPDX-License-Identifier: Apache-2.0
package io.netbackends.integration.clients;

import java.net.URL;

/** Prints a page with HttpsURLConnection, without setting a factory. The argument is the URL. */
final class DefaultHttps {
    private DefaultHttps() {}

    public static void main(String[] arguments) throws Exception {
        new URL(arguments[0]).openStream().transferTo(System.out);
    }
}
