namespace Muster.Edge; public sealed class P { [Xunit.Fact] public void Runs() => Xunit.Assert.Equal(2, 1 + 1); }
