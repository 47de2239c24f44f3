using System.Diagnostics;

namespace Muster.Edge.Tests.Commands;

/// <summary>What a run of the program said and how it ended.</summary>
internal sealed record Ended(int Code, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Starts the built program as a process, as a script does.</summary>
internal static class RealProgram
{
    /// <summary>Long for a loaded machine; a run that takes it hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string Library =
        Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Cli",
            Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "muster.dll"));

    public static Ended Run(params string[] arguments) => Run(null, arguments);

    /// <param name="input">Writes standard input, which ends with it; null gives none.</param>
    public static Ended Run(Action<Stream>? input, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            input?.Invoke(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it ended without reading to the end
        }
        return Wait(process, output, error);
    }

    /// <summary>Reads one line of the answer and goes away, as <c>head -1</c> does.</summary>
    public static (string? Line, Ended Ended) RunForOneLine(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var line = process.StandardOutput.ReadLine();
        process.StandardOutput.Close();
        return (line, Wait(process, Task.FromResult(""), error));
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Policies.Reading.Root,
        };
        start.ArgumentList.Add(Library);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x10000000"; // 256 MB: what grows without bound ends here
        start.Environment.Remove("MUSTER_DEBUG");
        return Process.Start(start)!;
    }

    private static Ended Wait(Process process, Task<string> output, Task<string> error)
    {
        if (process.WaitForExit(Patience))
            return new Ended(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        process.Kill();
        throw new TimeoutException($"muster {string.Join(' ', process.StartInfo.ArgumentList.Skip(1))} hangs");
    }
}

/// <summary>A directory for one test, gone with it.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("muster-");

    public string Name => directory.FullName;

    public string At(string name) => Path.Combine(Name, name);

    public string File(string name, params string[] lines)
    {
        System.IO.File.WriteAllText(At(name), string.Concat(lines.Select(line => line + "\n")));
        return At(name);
    }

    public void Dispose() => directory.Delete(recursive: true);
}
