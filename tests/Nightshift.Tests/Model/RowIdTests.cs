using Nightshift.Model;

namespace Nightshift.Tests.Model;

public sealed class RowIdTests
{
    [Fact]
    public void A_row_id_survives_packing() => RowId.FromPacked(new RowId(new JobId(12), 417).Packed).ShouldBe(new RowId(new JobId(12), 417));
}
