using System.Text.RegularExpressions;
using Xunit;

namespace Muster.Core.Tests;

/// <summary>
/// The house rules of the design page's "Style", held by a test.
/// </summary>
public sealed partial class TidyTests
{
    private static readonly string[] Folders = ["src", "test", "bench"];

    private static readonly List<Source> Sources =
    [
        .. Folders.SelectMany(folder =>
                Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !Built().IsMatch(file))
            .Select(file => new Source(
                Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllLines(file)))
            .OrderBy(source => source.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<Source> Program => Sources.Where(source => source.Name.StartsWith("src/"));

    private static IEnumerable<Source> Core => Sources.Where(source => source.Name.StartsWith("src/Core/"));

    [Fact] // the median without the lines that only explain: those are asked for elsewhere
    public void Half_of_the_programs_files_have_under_60_lines_of_code()
    {
        var sizes = Program.Select(source => source.OfCode).Order().ToList();
        Assert.InRange(sizes[sizes.Count / 2], 1, 59);
    }

    [Fact]
    public void Nine_in_ten_of_the_programs_files_are_under_200_lines_and_none_is_over_400()
    {
        var sizes = Program.Select(source => source.Count).Order().ToList();
        Assert.InRange(sizes[sizes.Count * 9 / 10], 1, 199);
        None(Program.Where(source => source.Count > 400).Select(source => source.Name));
    }

    [Fact]
    public void No_file_of_tests_is_over_600_lines_and_Program_is_not_over_60() =>
        None(
            Sources.Where(source => source.Count > (source.Name.EndsWith("/Program.cs") ? 60 : 600))
                .Select(source => $"{source}"));

    [Fact]
    public void No_function_is_over_70_lines() =>
        None(Sources.SelectMany(source => Blocks(source)
            .Where(block => block.Lines > 70)
            .Select(block => $"{source.Name}:{block.At} {block.Lines} lines")));

    [Fact]
    public void No_line_is_wider_than_120_columns() => None(Sources
        .SelectMany(source => source.Where(line => line.Length > 120)));

    // all sheets are served as one, so the later of two that say the same would win
    [Fact]
    public void No_two_pages_style_the_same_thing() => None(
        Directory.GetFiles(Path.Combine(Repository.Root, "src", "Server", "Pages"), "*.razor.css")
            .SelectMany(sheet => Selector().Matches(File.ReadAllText(sheet)).Select(match => match.Value.Trim())
                .SelectMany(selectors => selectors.Split(',', StringSplitOptions.TrimEntries)).Distinct()
                .Select(selector => (Selector: selector, Sheet: Path.GetFileName(sheet))))
            .GroupBy(said => said.Selector, said => said.Sheet)
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key} in {string.Join(" and ", same)}"));

    [Fact]
    public void Nothing_is_left_for_later() =>
        None(Sources.SelectMany(source => source.Where(line => Later().IsMatch(line))));

    [Fact]
    public void Only_the_command_line_and_benchmarks_look_at_the_clock() => None(Program
        .Where(source => !source.Name.StartsWith("src/Cli/"))
        .SelectMany(source => source.Where(line => TheClock().IsMatch(line))));

    [Fact]
    public void No_test_sleeps() => None(Sources
        .Where(source => source.Name.StartsWith("test/"))
        .SelectMany(source => source.Where(line => Sleep().IsMatch(line))));

    [Fact]
    public void A_test_that_is_skipped_says_why() => None(Sources
        .SelectMany(source => source.Where(line => Unexplained().IsMatch(line))));

    [Fact]
    public void No_file_names_a_place_on_one_machine()
    {
        string[] texts = ["*.cs", "*.md", "*.yaml", "*.csproj", "*.props", "*.slnx", "*.json", "*.sh"];
        string[] folders = [.. Folders, "docs", "policies", "schemas", "samples"];
        var files = folders.Select(Repository.File).Where(Directory.Exists)
            .SelectMany(folder => texts.SelectMany(text =>
                Directory.EnumerateFiles(folder, text, SearchOption.AllDirectories)))
            .Concat(Directory.EnumerateFiles(Repository.Root).Where(file => Path.GetExtension(file) is "" or ".md"))
            .Where(file => !Built().IsMatch(file));
        None(files.Where(file => File.ReadLines(file).Any(line => OneMachine().IsMatch(line)))
            .Select(file => Path.GetRelativePath(Repository.Root, file)));
    }

    [Fact]
    public void Core_uses_nothing_that_is_banned_there()
    {
        None(Core.SelectMany(source => source.Where(line => Banned().IsMatch(line))));
        var project = File.ReadAllText(Repository.File("src/Core/Core.csproj"));
        Assert.Equal(["NodaTime", "Microsoft.CodeAnalysis.BannedApiAnalyzers"],
            Package().Matches(project).Select(match => match.Groups[1].Value));
        Assert.DoesNotContain("ProjectReference", project);
    }

    [Fact]
    public void Every_public_type_of_Core_says_what_it_is_or_is_a_plain_record_or_a_list_of_names()
    {
        var silent = new List<string>();
        var explained = new HashSet<string>(); // a type in several parts says it in one
        foreach (var source in Core)
        {
            for (var at = 0; at < source.Lines.Length; at++)
            {
                if (!PublicType().IsMatch(source.Lines[at]) || Plain().IsMatch(source.Lines[at]))
                    continue;
                var above = at - 1;
                while (above >= 0 && source.Lines[above].TrimStart().StartsWith('['))
                    above--;
                var type = source.Lines[at].Trim();
                if (above >= 0 && source.Lines[above].TrimStart().StartsWith("///"))
                    explained.Add(type);
                else
                    silent.Add(type);
            }
        }
        None(silent.Except(explained));
    }

    [Fact]
    public void The_folders_teach_the_trade_and_not_patterns_of_programming() => None(
        Sources.Where(source => Patterns().IsMatch(source.Name)).Select(source => source.Name));

    [Fact]
    public void The_rules_that_look_for_something_find_it_when_it_is_there()
    {
        Assert.Matches(Later(), "// TO" + "DO: later");
        Assert.Matches(TheClock(), "var now = DateTime." + "UtcNow;");
        Assert.Matches(Sleep(), "await Task." + "Delay(1);");
        Assert.Matches(OneMachine(), "open(\"/ro" + "ot/x\")");
        Assert.Matches(Unexplained(), "[Fact(Sk" + "ip = \"\")]");
        Assert.Matches(Banned(), "using System." + "IO;");
        var long71 = new Source("x.cs", ["    void F()", "    {", .. Enumerable.Repeat("        G();", 71), "    }"]);
        Assert.Equal(71, Blocks(long71).Max(block => block.Lines));
    }

    private static void None(IEnumerable<string> found)
    {
        var all = string.Join('\n', found);
        Assert.True(all.Length == 0, all);
    }

    /// <summary>
    /// The blocks between braces on lines of their own that are no type: a function, or a part of one.
    /// </summary>
    private static IEnumerable<(int At, int Lines)> Blocks(Source source)
    {
        var lines = source.Lines;
        for (var at = 1; at < lines.Length; at++)
        {
            var indent = lines[at].Length - lines[at].TrimStart().Length;
            if (lines[at].Trim() != "{" || IsType(lines, at))
                continue;
            var end = Array.FindIndex(lines, at + 1, line => line.StartsWith(lines[at][..indent] + "}"));
            if (end > at)
                yield return (at, lines[(at + 1)..end].Count(line => line.Trim().Length > 0));
        }
    }

    private static bool IsType(string[] lines, int brace)
    {
        for (var at = brace - 1; at >= Math.Max(0, brace - 16); at--)
        {
            if (AType().IsMatch(lines[at]))
                return true;
            if (lines[at].Trim() is "" or "}" || lines[at].TrimEnd().EndsWith(';'))
                return false;
        }
        return false;
    }

    private sealed record Source(string Name, string[] Lines)
    {
        public int Count => Lines.Length;

        public int OfCode { get; } = Lines.Count(line =>
            line.Trim() is { Length: > 0 } said && !said.StartsWith("//") && !said.StartsWith("using "));

        public IEnumerable<string> Where(Func<string, bool> isBad) => Lines
            .Select((line, index) => (line, index))
            .Where(numbered => isBad(numbered.line))
            .Select(numbered => $"{Name}:{numbered.index + 1} {numbered.line.Trim()}");

        public override string ToString() => $"{Name}, {Count} lines";
    }

    [GeneratedRegex(@"(?<=^|[{}])[^{}@]+(?=\{)", RegexOptions.Multiline)]
    private static partial Regex Selector();

    [GeneratedRegex(@"[/\\](obj|bin|\.build|node_modules)[/\\]")]
    private static partial Regex Built();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K)\b")]
    private static partial Regex Later();

    [GeneratedRegex(
        @"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bSystemClock\b|\bStopwatch\b|\bTimeProvider\.System\b")]
    private static partial Regex TheClock();

    [GeneratedRegex(@"\bThread\.S[l]eep\b|\bTask\.D[e]lay\b")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bSkip = (""\s*""|null)|Assert\.Skip\(\s*\)")]
    private static partial Regex Unexplained();

    [GeneratedRegex(@"(^|[""'`(=\s])/(work|root|tmp|home)/")]
    private static partial Regex OneMachine();

    [GeneratedRegex(@"^using (static )?(System\.(IO|Net|Threading)|Muster\.(?!Core))|\bTask<|\basync\b")]
    private static partial Regex Banned();

    [GeneratedRegex(@"<PackageReference Include=""([^""]+)""")]
    private static partial Regex Package();

    [GeneratedRegex(
        @"^\s*public (sealed |static |abstract |readonly |partial )*(class|record|struct|interface|enum|delegate) ")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\brecord\b|\bstatic class \w+(s|Extensions)$|\benum \w+$")]
    private static partial Regex Plain();

    [GeneratedRegex(
        @"^\s*((public|internal|private|protected|file|sealed|static|abstract|readonly|partial) )*"
        + "(class|record|struct|interface|enum|namespace) ")]
    private static partial Regex AType();

    [GeneratedRegex(@"/(Services|Managers|Helpers|Interfaces|Dtos|Utils|Common)/")]
    private static partial Regex Patterns();
}
