using System.Diagnostics;

namespace Muster.Support;

/// <summary>Programs that tests are held against, from Debian.</summary>
public static class Debian
{
    /// <summary>Installs a package where it is missing; null where it is there, else why it is not.</summary>
    public static string? Missing(string package)
    {
        if (Run("dpkg", "-s", package) == 0)
            return null;
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return $"{package} is not installed, and only root may install it: apt-get install {package}";
        Run("apt-get", "update", "-qq");
        return Run("apt-get", "install", "-y", "-qq", package) == 0 ? null : $"{package} could not be installed";
    }

    private static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // no such program: not Debian
        }
    }
}
