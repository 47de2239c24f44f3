using System.Collections.Immutable;
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
        var paths = Paths(ArgumentArity.OneOrMore, OfPolicies);
        var together = Together();
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
        var paths = Paths(ArgumentArity.ZeroOrMore, $"{OfPolicies} The shipped policy if absent.");
        var together = Together();
        var zones = ZonesOption.Build();
        var command = new Command("show", "Print the whole policy that comes of each file, and its version.")
        {
            paths, together, zones,
        };
        command.SetAction(parsed => Show(
            parsed.GetValue(paths) ?? [], parsed.GetValue(together), ZonesOption.Read(parsed.GetValue(zones))));
        return command;
    }

    private static Command Test()
    {
        var paths = Paths(
            ArgumentArity.OneOrMore,
            "Test files: policy, log and expect; a directory is each of its *.test.yaml, - is standard input.");
        var zones = ZonesOption.Build();
        var command = new Command("test", "Run logs under policies and hold the journals against what is expected.")
        {
            paths, zones,
        };
        command.SetAction(parsed => Test(
            parsed.GetRequiredValue(paths), ZonesOption.Read(parsed.GetValue(zones))));
        return command;
    }

    private const string OfPolicies =
        "Policy files; a directory is each of its *.yaml by itself, *.test.yaml left out, - is standard input.";

    private static Argument<string[]> Paths(ArgumentArity arity, string description) =>
        new("FILE|DIR") { Description = description, Arity = arity };

    private static Option<bool> Together() =>
        new("--together") { Description = "The files are one policy, later over earlier." };

    /// <summary>The policy of a file, or the shipped one; what is wrong with it stands on standard error.</summary>
    /// <param name="file">A path; <c>-</c> is standard input.</param>
    /// <returns>Null where it cannot be used.</returns>
    public static Core.Policies.Policy? Read(string? file, ZoneData zones)
    {
        var result = file is null ? PolicyReader.Read([], zones: zones) : Of([file], true, zones)[0].Result;
        Tell(result);
        return result.Policy;
    }

    private static ImmutableArray<CheckedPolicy> Of(string[] paths, bool together, ZoneData zones)
    {
        var policies = PolicyCheck.Check(paths, together, zones, Terminal.OpenStandardInput);
        return policies.IsEmpty || policies[0].Name.Length == 0
            ? throw new UsageFault($"{string.Join(", ", paths)}: there is no policy (*.yaml) in it")
            : policies;
    }

    private static int Check(string[] paths, bool together, ZoneData zones)
    {
        var policies = Of(paths, together, zones);
        using var output = Terminal.OpenText("-");
        foreach (var policy in policies)
        {
            Tell(policy.Result);
            if (policy.Result.Policy is { } fine)
                output.WriteLine($"{policy.Name}: fine, {fine.Version}");
        }
        if (paths.Any(IsMissing))
            return ExitCodes.WrongUsage;
        return policies.All(policy => policy.Result.Policy is not null) ? ExitCodes.Done : ExitCodes.No;
    }

    private static int Show(string[] paths, bool together, ZoneData zones)
    {
        if (paths.FirstOrDefault(IsMissing) is { } missing)
            throw new FileFault(missing, "there is no such file");
        var policies = paths.Length == 0
            ? [new CheckedPolicy("", PolicyReader.Read([], zones: zones))]
            : Of(paths, together, zones);
        using var output = Terminal.OpenText("-");
        foreach (var policy in policies)
        {
            Tell(policy.Result);
            if (policy.Result.Policy is not { } shown)
                continue;
            if (policies.Length > 1)
                output.WriteLine($"---\n# {policy.Name}");
            output.WriteLine($"# {shown.Version}");
            output.Write(policy.Result.MergedYaml);
        }
        return policies.All(policy => policy.Result.Policy is not null) ? ExitCodes.Done : ExitCodes.No;
    }

    private static bool IsMissing(string path) => path != "-" && !File.Exists(path) && !Directory.Exists(path);

    private static int Test(string[] paths, ZoneData zones)
    {
        var (cases, failed, expected, missed, unreadable) = (0, 0, 0, 0, false);
        var files = paths.SelectMany(PolicyTestFile.FilesOf).ToList();
        if (files.Count == 0)
            throw new UsageFault($"{string.Join(", ", paths)}: there is no test (*.test.yaml) in it");
        var tests = files
            .Select(file => (file, PolicyTestFile.Read(file, zones, Terminal.OpenStandardInput))).ToList();
        using var output = Terminal.OpenText("-");
        foreach (var (file, read) in tests)
        {
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
