using CsCheck;
using Muster.Files.Policies;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

public sealed class PolicyFuzzTests
{
    private static readonly string Contract =
        File.ReadAllText(Path.Combine(Root, "test/Edge.Tests/Policies/contract.yaml"));

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\n", "  ", "- ", "&a ", "*a", "!!x ", "'", "\"", "|", "#", "? ", "null", "~",
        "-1", "P1", "0m", "99999999999h", "24:00", "9999-12-31T23:59", "0001-01-01T00:00+14:00", "\t", "\0", "é",
        "%", "<<: ",
    ];

    [Fact]
    public void Whatever_is_written_is_a_policy_or_has_faults_and_never_breaks_the_reader() =>
        Gen.Select(Gen.Int[0, Contract.Length - 1], Gen.Int[0, 12], Gen.Int[0, Pieces.Length - 1]).Array[1, 4].Sample(
            edits =>
            {
                var text = Contract;
                foreach (var (at, length, index) in edits)
                {
                    var from = Math.Min(at, text.Length);
                    text = text[..from] + Pieces[index] + text[Math.Min(text.Length, from + length)..];
                }
                var result = Read(text);
                return (result.Policy is null) == (result.Faults.Length > 0) &&
                    result.Faults.All(
                        f => f.Line > 0 && f.Column > 0 && !f.Message.Contains('\n', StringComparison.Ordinal));
            },
            iter: 500);
}
