using System.CommandLine;
using Muster.Core.Calendars;
using Muster.Files.Policies;

namespace Muster.Cli.Commands;

/// <summary>
/// <c>muster policy check|show|test</c>: policies as files, without a server; <c>push</c> and the others ask one.
/// </summary>
internal static class PolicyCommand
{
    public static Command Build() => new(
        "policy", "Check, show and test policy files; put one in force on a running server.")
    {
        Check(), Show(), Test(), PolicyServerCommand.Push(), PolicyServerCommand.Pull(), PolicyServerCommand.Versions(),
        PolicyRebaseCommand.Build(),
    };

    private static Command Check()
    {
        var paths = new Argument<string[]>("FILE|DIR")
        {
            Description = "Policy files; a directory is each of its *.yaml by itself, *.test.yaml left out.",
            Arity = ArgumentArity.OneOrMore,
        };
        var together = new Option<bool>("--together") { Description = "The files are one policy, later over earlier." };
        var zones = ZonesOption.Build();
        var command = new Command("check", "Say what is wrong in policy files, with file, line and column.")
        {
            paths, together, zones,
        };
        command.SetAction(parsed => Check(
            parsed.GetRequiredValue(paths), parsed.GetValue(together), ZonesOption.Read(parsed.GetValue(zones))));
        return command;
    }

    private static Command Show()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Policy files, later over earlier; the shipped policy if absent.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var zones = ZonesOption.Build();
        var command = new Command("show", "Print the whole policy in force, and its version.") { files, zones };
        command.SetAction(parsed => Show(parsed.GetValue(files) ?? [], ZonesOption.Read(parsed.GetValue(zones))));
        return command;
    }

    private static Command Test()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Test files: policy, log and expect.",
            Arity = ArgumentArity.OneOrMore,
        };
        var zones = ZonesOption.Build();
        var command = new Command("test", "Run logs under policies and hold the journals against what is expected.")
        {
            files, zones,
        };
        command.SetAction(parsed => Test(
            parsed.GetRequiredValue(files), ZonesOption.Read(parsed.GetValue(zones))));
        return command;
    }

    /// <summary>The policy of a file, or the shipped one; what is wrong with it stands on standard error.</summary>
    /// <returns>Null where it cannot be used.</returns>
    public static Core.Policies.Policy? Read(string? file, ZoneData zones)
    {
        var result = Result(file is null ? [] : [file], zones);
        Tell(result);
        return result.Policy;
    }

    private static PolicyResult Result(string[] files, ZoneData zones) => files.Length == 0
        ? PolicyReader.Read([], zones: zones)
        : PolicyCheck.Check(files, together: true, zones)[0].Result;

    private static int Check(string[] paths, bool together, ZoneData zones)
    {
        var isMissing = paths.Any(path => !File.Exists(path) && !Directory.Exists(path));
        var policies = PolicyCheck.Check(paths, together, zones);
        using var output = Terminal.OpenText("-");
        foreach (var policy in policies)
        {
            Tell(policy.Result);
            if (policy.Result.Policy is { } fine)
                output.WriteLine($"{policy.Name}: fine, {fine.Version}");
        }
        if (policies.IsEmpty || policies[0].Name.Length == 0)
            throw new UsageFault($"{string.Join(", ", paths)}: there is no policy (*.yaml) in it");
        if (isMissing)
            return ExitCodes.WrongUsage;
        return policies.All(policy => policy.Result.Policy is not null) ? ExitCodes.Done : ExitCodes.No;
    }

    private static int Show(string[] files, ZoneData zones)
    {
        if (files.FirstOrDefault(file => !File.Exists(file) && !Directory.Exists(file)) is { } missing)
            throw new FileFault(missing, "there is no such file");
        var result = Result(files, zones);
        Tell(result);
        if (result.Policy is not { } policy)
            return ExitCodes.No;
        using var output = Terminal.OpenText("-");
        output.WriteLine($"# {policy.Version}");
        output.Write(result.MergedYaml);
        return ExitCodes.Done;
    }

    private static int Test(string[] files, ZoneData zones)
    {
        var (cases, failed, expected, missed, unreadable) = (0, 0, 0, 0, false);
        using var output = Terminal.OpenText("-");
        foreach (var file in files)
        {
            var read = PolicyTestFile.Read(file, zones);
            foreach (var fault in read.Faults)
                Console.Error.WriteLine(fault);
            unreadable |= !read.Faults.IsEmpty;
            foreach (var test in read.Cases)
            {
                var result = Run(test, file);
                (cases, expected) = (cases + 1, expected + result.Expected);
                (failed, missed) = (failed + (result.Passed ? 0 : 1), missed + result.Failures.Length);
                foreach (var failure in result.Failures)
                    Print(output, result.Name, failure);
            }
        }
        output.WriteLine(failed == 0
            ? $"{Count(cases, "case")} passed, {Count(expected, "expectation")} met"
            : $"{failed} of {Count(cases, "case")} failed, {missed} of {Count(expected, "expectation")} not met");
        return unreadable ? ExitCodes.WrongUsage : failed == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    private static TestCaseResult Run(PolicyTestCase test, string file)
    {
        try
        {
            return PolicyTestRun.Run(test, file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw FileFault.Of(test.LogFile ?? file, fault);
        }
    }

    private static void Print(StreamWriter output, string name, TestFailure failure)
    {
        output.WriteLine($"{failure.File}:{failure.Line}: {name}: {failure.What}");
        foreach (var near in failure.Near)
            output.WriteLine($"    found {near}");
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static void Tell(PolicyResult result)
    {
        foreach (var fault in result.Faults)
            Console.Error.WriteLine(fault);
        foreach (var warning in result.Warnings)
            Console.Error.WriteLine($"{warning} (warning)");
    }
}
