@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Runs the netbackends command of an unpacked distribution, see --help.
setlocal
set "ROOT=%~dp0.."
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "JARS=%ROOT%\lib\*"
if defined NETBACKENDS_CLASSPATH set "JARS=%JARS%;%NETBACKENDS_CLASSPATH%"
"%JAVA%" %JAVA_OPTS% -cp "%JARS%" io.netbackends.cli.Main %*
exit /b %ERRORLEVEL%
